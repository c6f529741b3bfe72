"""Measures over a BEIR folder, against values worked out by hand."""

import json
import math
from pathlib import Path

import pytest

from glutebot.errors import InputError
from glutebot.retrieval.evaluation import (
    evaluate_beir,
    ndcg_at_10,
    recall_at_100,
    reciprocal_rank_at_10,
)
from glutebot.retrieval.hashing import HashingEmbedder
from retrieval.examples import SUBJECTS


def test_ndcg_has_linear_gain() -> None:
    grades = {"a": 3, "b": 1, "c": 0}
    expected = (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))

    assert ndcg_at_10(["b", "a", "c"], grades) == pytest.approx(expected)


def test_what_lies_beyond_the_cut_does_not_count() -> None:
    ranked = [f"x{place}" for place in range(100)]

    assert ndcg_at_10([*ranked[:10], "a"], {"a": 1}) == 0
    assert reciprocal_rank_at_10([*ranked[:10], "a"], {"a": 1}) == 0
    assert recall_at_100([*ranked, "a"], {"a": 1}) == 0


def test_rank_and_recall() -> None:
    assert reciprocal_rank_at_10(["x", "a", "b"], {"a": 1, "b": 2}) == 0.5
    assert recall_at_100(["x", "a"], {"a": 1, "b": 2, "x": 0}) == 0.5


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    documents = [
        {"_id": str(place), "title": title, "text": text}
        for place, (title, text) in enumerate(SUBJECTS)
    ]
    queries = [{"_id": "q1", "text": "protein per day"}, {"_id": "q2", "text": "not judged"}]
    (tmp_path / "qrels").mkdir()
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, documents)))
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\t3\t2\n")
    return tmp_path


def test_all_three_searches_are_measured(folder: Path) -> None:
    perfect = {"ndcg@10": 1.0, "recall@100": 1.0, "mrr@10": 1.0, "queries": 1}

    assert evaluate_beir(folder, HashingEmbedder()) == {
        "hybrid": perfect, "dense": perfect, "lexical": perfect,
    }  # fmt: skip


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "queries.jsonl").unlink()

    with pytest.raises(InputError, match=r"queries\.jsonl"):
        evaluate_beir(folder, HashingEmbedder())


def test_a_broken_record_is_named_with_its_line(folder: Path) -> None:
    (folder / "corpus.jsonl").write_text('{"_id": "1", "text": "x"}\n{"_id": 2')

    with pytest.raises(InputError, match="line 2"):
        evaluate_beir(folder, HashingEmbedder())
