"""Write gym shorthand out, because the embedding model has never trained."""

import json
import re
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter

_Table = TypeAdapter(dict[str, list[str]])


@cache
def _shorthand() -> tuple[re.Pattern[str], dict[str, str]]:
    text = files(__package__).joinpath("abbreviations.json").read_text(encoding="utf-8")
    table = _Table.validate_python(json.loads(text), strict=True)
    meant = {short: name for name, shorts in table.items() for short in shorts}
    longest_first = sorted(meant, key=len, reverse=True)
    pattern = "|".join(re.escape(short).replace(r"\ ", r"\s+") for short in longest_first)
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), meant


def write_out(question: str) -> str:
    """Return the question with gym shorthand replaced by the words that articles use."""
    pattern, meant = _shorthand()
    return pattern.sub(lambda found: meant[" ".join(found[0].lower().split())], question)
