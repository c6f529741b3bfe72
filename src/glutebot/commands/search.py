"""`glutebot search`: the passages that an answer would be drawn from."""

from typing import Any

from glutebot.commands.output import print_json
from glutebot.commands.terminal import opened_services
from glutebot.domain.articles import Hit
from glutebot.domain.messages import check_message
from glutebot.retrieval.search import Mode


def search(query: str, *, limit: int, mode: Mode, as_json: bool, quiet: bool) -> int:
    """Print the best passages for a query, best first."""
    with opened_services(quiet=quiet) as services:
        hits = services.index.search(check_message(query, field="query"), limit=limit, mode=mode)
    if as_json:
        print_json([describe(rank, hit) for rank, hit in enumerate(hits, start=1)])
    else:
        for rank, hit in enumerate(hits, start=1):
            print(f"{rank:2}. {hit.passage.heading}\n    {hit.passage.text}\n")
    return 0


def describe(rank: int, hit: Hit) -> dict[str, Any]:
    """Return a hit as scripts read it."""
    passage = hit.passage
    return {
        "rank": rank,
        "article_id": passage.article_id,
        "passage_id": passage.id,
        "title": passage.title,
        "section": passage.section,
        "text": passage.text,
        "url": passage.url,
        "score": round(hit.score, 6),
        "similarity": None if hit.similarity is None else round(hit.similarity, 4),
        "lexical": None if hit.lexical is None else round(hit.lexical, 4),
    }
