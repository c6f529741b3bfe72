"""Bytes become text: by mark, by declaration, as UTF-8, or by a careful guess."""

import codecs
import re

from charset_normalizer import from_bytes

from glutebot.corpus.formats.characters import is_readable
from glutebot.corpus.formats.documents import Refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([a-zA-Z0-9_:.-]{2,40})""")
_SAMPLE = 200_000
"""Bytes that a guess is made from."""
_PLAIN = re.compile(r"utf[-_]?(?:8|16|32)|ascii|(?:iso|windows|cp|koi|mac|big|gb|euc|shift)[\w-]*")


def decode(raw: bytes, *, declares: bool = False) -> str:
    """Return the text of bytes; `declares` says that the format can name its own encoding.

    Raises:
        Refused: no encoding fits, or what comes out is not text.
    """
    text = _marked(raw) or _declared(raw, declares=declares) or _utf8(raw) or _guessed(raw)
    if text is None:
        raise Refused("is neither UTF-8 nor in another encoding that can be told.")
    if "\x00" in text:
        raise Refused("holds NUL characters: it is not a text.")
    if not is_readable(text):
        raise Refused("holds control characters: it is not a text.")
    return text


def _marked(raw: bytes) -> str | None:
    for mark, name in _MARKS:
        if raw.startswith(mark):
            found = _try(raw, name)
            if found is None:
                raise Refused(f"begins like {name[:6].upper()} and is not.")
            return found
    return None


def _declared(raw: bytes, *, declares: bool) -> str | None:
    found = _DECLARED.search(raw[:2048]) if declares else None
    name = found[1].decode("ascii").lower() if found else ""
    if not _PLAIN.fullmatch(name) or name.startswith(("utf-16", "utf16", "utf-32")):
        return None
    # The web reads Latin-1 as its superset.
    return _try(raw, "cp1252" if name in {"iso-8859-1", "latin1", "ascii"} else name)


def _utf8(raw: bytes) -> str | None:
    return _try(raw, "utf-8")


def _guessed(raw: bytes) -> str | None:
    """Guess what is neither marked nor UTF-8; binary data has no guess."""
    if b"\x00" in raw:
        raise Refused("holds NUL bytes: it is not a text.")
    best = from_bytes(raw[:_SAMPLE]).best()
    return _try(raw, best.encoding) if best else None


def _try(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except (UnicodeError, LookupError):
        return None
