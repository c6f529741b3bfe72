"""Start the web app on the settings of the environment, as `glutebot serve` does."""

import sys

from glutebot.cli import main

if __name__ == "__main__":
    sys.exit(main(["serve", *sys.argv[1:]]))
