"""`python -m glutebot`: the same as the `glutebot` command."""

from glutebot.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
