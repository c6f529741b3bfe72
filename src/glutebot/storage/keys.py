"""A secret that the server makes for itself once and keeps in its data folder."""

import os
import secrets
from pathlib import Path

from glutebot.errors import InputError

_KEY_BYTES = 32


def open_key(path: Path) -> bytes:
    """Return the key kept in a file, making one that only this user can read at first.

    Several processes may start at once: whoever links its file first wins, the rest read it.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_key(path)
    key = path.read_bytes()
    if len(key) < _KEY_BYTES:
        raise InputError(
            "The key file is damaged.",
            field=path.name,
            remedy="Delete it; visitors then start afresh.",
        )
    return key


def _make_key(path: Path) -> None:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(_KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
