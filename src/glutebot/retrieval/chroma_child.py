"""Chroma in a process of its own: building and probing, where a crash hurts nobody.

A damaged index can end the process that opens it with a signal, which no `except` catches.
Run as `python -m glutebot.retrieval.chroma_child build|probe FOLDER COUNT`, records on stdin.
"""

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Literal

import numpy as np

from glutebot.retrieval.chroma_collection import (
    CacheUnusableError,
    Records,
    check_collection,
    create_collection,
    open_local,
)

_SECONDS = 60.0
_SECONDS_PER_RECORD = 0.01
_DONE = b"done"
_PASSED_ON = ("PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV")


def run_child(verb: Literal["build", "probe"], folder: Path, records: Records, count: int) -> None:
    """Build or probe in a child process; anything but a clean end means unusable."""
    limit = _SECONDS + _SECONDS_PER_RECORD * count
    command = [sys.executable, "-m", __name__, verb, str(folder), str(count)]
    try:
        ended = subprocess.run(  # noqa: S603 - the command is ours, no word of it is a visitor's
            command, input=_pack(records), capture_output=True, timeout=limit, env=_environment()
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise CacheUnusableError(f"to {verb} it failed: {error}") from error
    if ended.returncode != 0 or not ended.stdout.endswith(_DONE):
        last = ended.stderr.decode(errors="replace").strip().rsplit("\n", 1)[-1]
        raise CacheUnusableError(f"to {verb} it ended with {ended.returncode}: {last}")


def _environment() -> dict[str, str]:
    """Return what the child needs; it sees no secret of this process."""
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return passed_on | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _pack(records: Records) -> bytes:
    stream = io.BytesIO()
    np.savez(stream, ids=np.array(records.ids, dtype=np.str_), vectors=records.vectors)
    return stream.getvalue()


def _unpack(content: bytes) -> Records:
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return Records(tuple(str(each) for each in arrays["ids"]), arrays["vectors"])


def main() -> None:
    """Do what the arguments say and confirm it."""
    verb, folder, count = sys.argv[1:]
    records = _unpack(sys.stdin.buffer.read())
    client = open_local(Path(folder))
    if verb == "build":
        create_collection(client, records)
    else:
        check_collection(client, records, count=int(count))
    client.close()
    sys.stdout.buffer.write(_DONE)


if __name__ == "__main__":
    main()
