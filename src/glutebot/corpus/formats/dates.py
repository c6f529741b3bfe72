"""Read the dates that files, feeds and exports carry."""

import datetime
import re
from email.utils import parsedate_to_datetime
from typing import Any

_DAY = re.compile(r"\s*((?:19|20)\d\d)[-/.](\d\d?)[-/.](\d\d?)")
_PDF = re.compile(r"\s*(?:D:)?((?:19|20)\d\d)(\d\d)(\d\d)")


def read_date(value: Any) -> datetime.date | None:
    """Return the day of a date in any usual form; None when it is none."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    text = str(value or "")[:80]
    found = _DAY.match(text) or _PDF.match(text)
    try:
        if found:
            return datetime.date(*map(int, found.groups()))
        return parsedate_to_datetime(text).date() if text else None
    except (ValueError, TypeError, IndexError):
        return None
