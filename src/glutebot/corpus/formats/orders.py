"""Find text that gives orders to a language model: it is nothing that a reader came for."""

import re
from functools import cache
from pathlib import Path

import yaml


@cache
def _orders() -> re.Pattern[str]:
    wordings = yaml.safe_load(Path(__file__).with_name("orders.yaml").read_text("utf-8"))
    return re.compile("|".join(f"(?:{wording})" for wording in wordings))


def gives_orders(text: str) -> bool:
    """Say whether a paragraph speaks to a model instead of to a reader."""
    return _orders().search(" ".join(text.lower().replace("’", "'").split())) is not None
