"""A child process that syncs and builds, and is killed at a named point.

Run as `python -m retrieval.killed FOLDER MODULE:CLASS.METHOD before|after NTH COUNT`; the point
may also be a function (`MODULE:FUNCTION`). With COUNT passages, SIGKILL comes at the NTH call.
"""

import importlib
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from glutebot.retrieval.hashing import HashingEmbedder
from glutebot.retrieval.index import open_index
from retrieval.examples import many_passages


def arm(point: str, moment: str, nth: int) -> None:
    """Wrap the function at a point so that its nth call kills this process."""
    module, _, name = point.partition(":")
    owner: Any = importlib.import_module(module)
    *path, attribute = name.split(".")
    for step in path:
        owner = getattr(owner, step)
    setattr(owner, attribute, _wrap(getattr(owner, attribute), moment, nth))


def _wrap(function: Callable[..., Any], moment: str, nth: int) -> Callable[..., Any]:
    calls = 0

    def wrapped(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if moment == "after":
            result = function(*arguments, **options)
        if calls == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return result if moment == "after" else function(*arguments, **options)

    return wrapped


def main() -> None:
    """Arm the point, then sync and bring Chroma up."""
    folder, point, moment, nth, count = sys.argv[1:]
    index = open_index(Path(folder), HashingEmbedder())
    arm(point, moment, int(nth))
    index.sync(many_passages(int(count)))
    if "chroma" in point:
        index.start_vector_store()
        time.sleep(60)


if __name__ == "__main__":
    main()
