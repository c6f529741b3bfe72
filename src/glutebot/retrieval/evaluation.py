"""How good search is on a collection in BEIR layout, measured in a throw-away index."""

import csv
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

from glutebot.domain.articles import Line, Passage
from glutebot.domain.evidence import Grade
from glutebot.errors import InputError
from glutebot.retrieval.embedder import Embedder, Progress
from glutebot.retrieval.index import Index, open_index
from glutebot.retrieval.search import Mode

Relevance = Mapping[str, Mapping[str, int]]
"""Of each query, the grade of each document that was judged."""
_RANKED = 100
_LINE_WORDS = 60
"""Words of a line: short enough to be about one thing; long documents are cut into these."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def evaluate_beir(
    folder: Path,
    embedder: Embedder | Callable[[], Embedder],
    *,
    on_progress: Progress | None = None,
) -> dict[str, dict[str, float]]:
    """Measure hybrid, dense and lexical search over `corpus.jsonl`, `queries.jsonl` and qrels.

    nDCG has trec_eval's linear gain. Queries without a relevant document are left out.
    """
    relevance = _read_relevance(folder / "qrels" / "test.tsv")
    queries = {record["_id"]: record["text"] for record in _read_records(folder / "queries.jsonl")}
    passages = [_passage(record) for record in _read_records(folder / "corpus.jsonl")]
    with TemporaryDirectory(prefix="glutebot-beir-") as temporary:
        index = open_index(Path(temporary), embedder, vector_search="exact")
        index.sync(passages, on_progress=on_progress)
        asked = {key: queries[key] for key in queries if any(relevance.get(key, {}).values())}
        results = {mode: _measure(index, asked, relevance, mode) for mode in get_args(Mode)}
        index.close()
    return results


def ndcg_at_10(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return the discounted gain of the first ten over the best possible, 0 to 1."""
    ideal = _gain(sorted(grades.values(), reverse=True)[:10])
    return _gain([grades.get(document, 0) for document in ranked[:10]]) / ideal if ideal else 0.0


def recall_at_100(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return the share of the relevant documents among the first hundred."""
    relevant = {document for document, grade in grades.items() if grade > 0}
    return len(relevant & set(ranked[:100])) / len(relevant) if relevant else 0.0


def reciprocal_rank_at_10(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return one over the rank of the first relevant document; 0 beyond the tenth."""
    ranks = (rank for rank, key in enumerate(ranked[:10], start=1) if grades.get(key, 0) > 0)
    return 1 / next(ranks, math.inf)


def _gain(grades: Sequence[int]) -> float:
    return sum(max(grade, 0) / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def _measure(
    index: Index, queries: Mapping[str, str], relevance: Relevance, mode: Mode
) -> dict[str, float]:
    runs = [
        ([hit.passage.article_id for hit in index.search(text, limit=_RANKED, mode=mode)],
         relevance[key])
        for key, text in queries.items()
    ]  # fmt: skip
    measures = {
        "ndcg@10": ndcg_at_10,
        "recall@100": recall_at_100,
        "mrr@10": reciprocal_rank_at_10,
    }
    count = len(runs)
    means = {
        name: round(math.fsum(measure(*run) for run in runs) / count, 4) if count else 0.0
        for name, measure in measures.items()
    }
    return {**means, "queries": count}


def _read_records(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(_open_text(path).splitlines(), start=1):
        if line.strip():
            yield _read_record(line, where=f"{path.name}, line {number}")


def _read_record(line: str, *, where: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise InputError(f"This is not JSON: {error}.", field=where) from error
    if not isinstance(record, dict) or not {"_id", "text"} <= record.keys():
        raise InputError("A record needs the keys `_id` and `text`.", field=where)
    return {**record, "_id": str(record["_id"])}


def _read_relevance(path: Path) -> Relevance:
    relevance: dict[str, dict[str, int]] = {}
    for row in csv.reader(_open_text(path).splitlines(), delimiter="\t"):
        if len(row) == 3 and row[2].lstrip("-").isdecimal():
            relevance.setdefault(row[0], {})[row[1]] = int(row[2])
    if not relevance:
        raise InputError("There is no judgement in it.", field=path.name)
    return relevance


def _open_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            "The file cannot be read.",
            field=path.name,
            remedy="A BEIR folder holds corpus.jsonl, queries.jsonl and qrels/test.tsv.",
        ) from error


def _passage(record: Mapping[str, Any]) -> Passage:
    """Return a document as a passage of one-topic lines."""
    title = str(record.get("title") or "").strip()
    text = str(record["text"]).strip()
    body = text.removeprefix(title).strip() or text
    return Passage(
        id=record["_id"],
        article_id=record["_id"],
        title=title or " ".join(text.split()[:12]) or record["_id"],
        kind="post",
        ordinal=0,
        lines=tuple(Line(text=line, grade=Grade.OPINION) for line in _cut(body)),
    )


def _cut(text: str) -> Iterator[str]:
    """Yield lines of whole sentences up to the usual length; longer sentences are cut."""
    line: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        words = sentence.split()
        for part in (words[at : at + _LINE_WORDS] for at in range(0, len(words), _LINE_WORDS)):
            if line and len(line) + len(part) > _LINE_WORDS:
                yield " ".join(line)
                line = []
            line += part
    if line:
        yield " ".join(line)
