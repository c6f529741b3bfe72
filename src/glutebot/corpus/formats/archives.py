"""Open zip files that nobody vouches for: their sizes are looked at before they are unpacked."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from glutebot.corpus.formats.documents import Limits, Refused

_MOST_PACKED = 200
"""Times that a part may be smaller packed than unpacked; texts stay under 30."""
_SMALL = 1_000_000


@contextmanager
def opened_archive(raw: bytes, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """Open an archive whose declared sizes are within the limits.

    Raises:
        Refused: it is damaged, locked, or unfolds beyond the limits.
    """
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            _refuse_bomb(archive, limits)
            yield archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as fault:
        raise Refused("is a damaged archive.") from fault


def _refuse_bomb(archive: zipfile.ZipFile, limits: Limits) -> None:
    parts = archive.infolist()
    if len(parts) > limits.parts:
        raise Refused(f"is an archive of {len(parts):,} parts; {limits.parts:,} is the limit.")
    total = sum(part.file_size for part in parts)
    if total > limits.unpacked_bytes:
        raise Refused(f"unfolds to {total:,} bytes; {limits.unpacked_bytes:,} is the limit.")
    for part in parts:
        if part.flag_bits & 1:
            raise Refused("is locked with a password.")
        if part.file_size > max(_SMALL, _MOST_PACKED * part.compress_size):
            raise Refused("is packed far too tightly for a text: it looks like a zip bomb.")


def read_part(archive: zipfile.ZipFile, name: str, limits: Limits) -> bytes:
    """Return one part of an archive.

    Raises:
        Refused: it is missing or too large.
    """
    try:
        size = archive.getinfo(name).file_size
    except KeyError as fault:
        raise Refused("lacks a part that it names.") from fault
    if size > limits.part_bytes:
        raise Refused(f"holds a part of {size:,} bytes; {limits.part_bytes:,} is the limit.")
    with archive.open(name) as part:
        return part.read(limits.part_bytes + 1)
