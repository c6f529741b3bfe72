"""Compare retrieval with the bare libraries under it, as ratios within one run.

`python benchmarks/retrieval.py [--knowledge FOLDER] [--rounds N]`. Rounds alternate between the
two sides and medians are compared, so that a busy machine slows both alike.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from glutebot.corpus.files import load_articles
from glutebot.corpus.passages import split_articles
from glutebot.domain.articles import Passage
from glutebot.retrieval.exact import score_all
from glutebot.retrieval.index import Index, open_index
from glutebot.retrieval.minilm import MiniLm, open_minilm
from glutebot.retrieval.search import search_snapshot, top_places
from glutebot.retrieval.words import index_terms, split_words

QUESTIONS = 60
TEXTS = 120
WAIT_SECONDS = 120


def main() -> None:
    """Print what was measured as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--knowledge", type=Path, default=Path("knowledge"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--passages", type=int, help="use only so many passages")
    arguments = parser.parse_args()
    passages = split_articles(load_articles(arguments.knowledge))[: arguments.passages]
    questions = [text for passage in passages for text in passage.questions]
    questions = questions[:: max(1, len(questions) // QUESTIONS)][:QUESTIONS]
    model = open_minilm()
    with tempfile.TemporaryDirectory() as folder:
        index = open_index(Path(folder), model)
        index.sync(passages)
        report = {
            "passages": len(passages),
            "embedding": compare_embedding(model, passages, arguments.rounds),
            "search": compare_search(index, model, questions, arguments.rounds),
        }
        index.close()
    print(json.dumps(report, indent=2))


def compare_embedding(model: MiniLm, passages: list[Passage], rounds: int) -> dict[str, float]:
    """Compare embedding passages with a loop over the bare model, shortest text first."""
    texts = [passage.text for passage in passages[:TEXTS]]
    tokenizer, session = model._load()
    encodings = sorted(tokenizer.encode_batch(texts), key=len)

    def bare() -> None:
        for encoding in encodings:
            ids = np.array([encoding.ids], dtype=np.int64)
            inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
            session.run(None, {**inputs, "token_type_ids": np.zeros_like(ids)})

    ours, theirs = alternate(lambda: model.embed(texts), bare, rounds)
    return {
        "texts_per_second": round(len(texts) / ours, 1),
        "time_over_bare_onnxruntime": round(ours / theirs, 3),
    }


def compare_search(
    index: Index, model: MiniLm, questions: list[str], rounds: int
) -> dict[str, float]:
    """Compare the parts of a search with bare numpy, bm25s and Chroma."""
    snapshot = index._snapshot
    vectors = model.embed(questions)
    bm25 = snapshot.lexical._bm25
    terms = [[t for t in index_terms(split_words(q)) if t in bm25.vocab_dict] for q in questions]
    index.start_vector_store()
    until = time.monotonic() + WAIT_SECONDS
    while index.status().answers_with != "chroma" and time.monotonic() < until:
        time.sleep(0.1)
    candidates = index._vector_store.candidates(snapshot)
    if candidates is None or snapshot.dense is None:
        raise SystemExit(f"Chroma did not open: {index.status().detail}")
    dense = snapshot.dense

    def each(work: Callable[[int], object]) -> Callable[[], None]:
        return lambda: [work(place) for place in range(len(questions))] and None

    def hits(place: int, *, chroma: bool, mode: str = "hybrid") -> list[str]:
        found = search_snapshot(
            snapshot, questions[place], vectors[place], limit=20, mode=mode,
            candidates=candidates if chroma else None,
        )  # fmt: skip
        return [hit.passage.id for hit in found]

    exact, numpy_dot = alternate(
        each(lambda n: top_places(score_all(dense, vectors[n]), 20)),
        each(lambda n: np.argsort(-(dense.wholes @ vectors[n]))[:20]),
        rounds,
    )
    words, bare_words = alternate(
        each(lambda n: snapshot.lexical.score(questions[n])),
        each(lambda n: bm25.get_scores(terms[n]) if terms[n] else None),
        rounds,
    )
    with_chroma, with_exact = alternate(
        each(lambda n: hits(n, chroma=True)), each(lambda n: hits(n, chroma=False)), rounds
    )
    chroma, embedding = alternate(
        each(lambda n: candidates(vectors[n], 100)),
        each(lambda n: model.embed([questions[n]])),
        rounds,
    )
    same = [
        len(set(hits(n, chroma=True, mode="dense")) & set(hits(n, chroma=False, mode="dense"))) / 20
        for n in range(len(questions))
    ]
    milliseconds = 1000 / len(questions)
    return {
        "exact_ms": round(exact * milliseconds, 3),
        "exact_over_numpy_dot": round(exact / numpy_dot, 2),
        "lexical_ms": round(words * milliseconds, 3),
        "lexical_over_bm25s": round(words / bare_words, 2),
        "chroma_candidates_ms": round(chroma * milliseconds, 3),
        "chroma_over_exact": round(chroma / exact, 2),
        "hybrid_exact_ms": round(with_exact * milliseconds, 3),
        "hybrid_chroma_over_exact": round(with_chroma / with_exact, 2),
        "embed_question_ms": round(embedding * milliseconds, 3),
        "chroma_fidelity_at_20": round(statistics.fmean(same), 4),
    }


def alternate(
    one: Callable[[], object], other: Callable[[], object], rounds: int
) -> tuple[float, float]:
    """Return the median seconds of both, run in turns."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for work, spent in zip((one, other), times, strict=True):
            start = time.perf_counter()
            work()
            spent.append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])


if __name__ == "__main__":
    main()
