"""Notice a wish to have a program handed out as a file, which no article can answer."""

import re

_GIVE = re.compile(
    r"\b(?:export|send|save|download|print|turn|put|convert|e-?mail|sync|share)\b", re.IGNORECASE
)
_FORM = re.compile(
    r"\b(?:spreadsheets?|calendar|excel|google sheets?|csv|ics|pdf|json|files?|liftosaur|"
    r"liftoscript|hevy|strong app|print-?out)\b",
    re.IGNORECASE,
)


def asks_for_file(message: str) -> bool:
    """Say whether a message asks for a program as a file, a calendar or another app's format."""
    return bool(_GIVE.search(message) and _FORM.search(message))
