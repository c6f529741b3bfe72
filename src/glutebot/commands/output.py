"""JSON on stdout: one value a line, and nothing else."""

import json
import sys
from typing import Any


def print_json(value: Any) -> None:
    """Print one JSON value on one line, escaped where stdout cannot encode it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, separators=(",", ":"))
    print(text, flush=True)
