"""Ranking: fusion, repetitions, ties, and candidates from a vector store."""

import numpy as np
import pytest

from glutebot.retrieval.fusion import standardise
from glutebot.retrieval.hashing import HashingEmbedder
from glutebot.retrieval.repetitions import drop_repetitions
from glutebot.retrieval.search import search_snapshot, top_places
from glutebot.retrieval.snapshot import Snapshot, build_snapshot, needed_texts
from retrieval.examples import make_passage, many_passages


def snapshot_of(passages: list) -> Snapshot:
    embedder = HashingEmbedder()
    texts = needed_texts(passages, embedder.model_id)
    vectors = dict(zip(texts, embedder.embed(list(texts.values())), strict=True))
    return build_snapshot(
        tuple(passages), vectors, version="v", generation=1, model_id=embedder.model_id
    )


def test_standard_scores_ignore_unit_and_offset() -> None:
    scores = np.array([1.0, 4.0, 2.0, 8.0], dtype=np.float32)

    assert standardise(scores * 7 + 3) == pytest.approx(standardise(scores), abs=1e-5)
    assert standardise(scores).argmax() == 3


def test_equal_scores_say_nothing() -> None:
    assert standardise(np.full(5, 2.5, dtype=np.float32)).tolist() == [0] * 5


def test_one_rare_word_cannot_rule() -> None:
    scores = np.zeros(200, dtype=np.float32)
    scores[7] = 30

    assert standardise(scores).max() == 3


def test_the_best_places_come_in_order_and_ties_by_place() -> None:
    scores = np.array([1, 3, 3, 0, 3], dtype=np.float32)

    assert top_places(scores, 2).tolist() == [1, 2]
    assert top_places(scores, 9).tolist() == [1, 2, 4, 0, 3]


def test_a_repeated_text_is_left_out_but_another_number_is_not() -> None:
    text = "Do three sets of hip thrusts twice a week and rest well between the sets for {} days"
    passages = [
        make_passage(text.format(2)),
        make_passage(text.format(2), title="A copy on another blog"),
        make_passage(text.format(3)),
    ]

    assert list(drop_repetitions([0, 1, 2], passages)) == [0, 2]


def test_candidates_are_judged_by_the_snapshots_own_vectors() -> None:
    snapshot = snapshot_of(many_passages(150))
    question = snapshot.passages[11].text
    vector = HashingEmbedder().embed([question])[0]
    exact = search_snapshot(snapshot, question, vector, limit=5, mode="dense")

    shuffled = search_snapshot(
        snapshot, question, vector, limit=5, mode="dense",
        candidates=lambda _vector, _count: list(range(149, -1, -1)),
    )  # fmt: skip

    assert exact[0].passage == snapshot.passages[11]
    assert shuffled == exact


def test_a_store_that_names_too_little_still_finds_by_words() -> None:
    snapshot = snapshot_of([*many_passages(20), make_passage("Creatine is safe")])
    vector = HashingEmbedder().embed(["creatine"])[0]

    hits = search_snapshot(
        snapshot, "creatine", vector, limit=1, mode="hybrid",
        candidates=lambda _vector, _count: [0, 1],
    )  # fmt: skip

    assert hits[0].passage.text == "Creatine is safe."
