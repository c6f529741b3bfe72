"""What a page says about itself to machines: the article in its JSON-LD."""

import json
from collections.abc import Iterator
from typing import Any

_KINDS = {"Article", "BlogPosting", "NewsArticle", "TechArticle", "MedicalWebPage", "HowTo"}


def article_facts(tree: Any) -> dict[str, Any]:
    """Return the first article that a page describes, or nothing."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            described = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for entry in _entries(described):
            kinds = entry.get("@type")
            if _KINDS & set(map(str, kinds if isinstance(kinds, list) else [kinds])):
                return entry
    return {}


def author_names(facts: dict[str, Any]) -> str | None:
    """Return the names of an article's authors, joined."""
    said = facts.get("author")
    people = said if isinstance(said, list) else [said]
    names = (one.get("name") if isinstance(one, dict) else one for one in people)
    return ", ".join(name for name in names if isinstance(name, str) and name) or None


def _entries(described: Any) -> Iterator[dict[str, Any]]:
    for one in described if isinstance(described, list) else [described]:
        if isinstance(one, dict):
            yield one
            graph = one.get("@graph")
            yield from (e for e in graph if isinstance(e, dict)) if isinstance(graph, list) else ()
