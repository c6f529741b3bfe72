"""Example texts by meaning: how near a message is to the nearest of them."""

import os
import tempfile
from collections.abc import Callable, Sequence
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

import numpy as np

from glutebot.retrieval.embedder import Vectors

Embed = Callable[[Sequence[str]], Vectors | None]
"""Texts → one unit row each, or None while there is no embedding model."""


class ExampleBank:
    """The vectors of example texts; computed once and kept in a file beside the index."""

    def __init__(self, file: Path, texts: Sequence[str], embed: Embed, *, model_id: str) -> None:
        self._file = file
        self._texts = tuple(texts)
        self._embed = embed
        self._key = blake2b("\n".join([model_id, *texts]).encode(), digest_size=16).hexdigest()

    def nearness(self, text: str) -> float:
        """Return the cosine, -1 to 1, of a text and the nearest example; 0 without a model."""
        if self.vectors is None or not len(self.vectors):
            return 0.0
        row = self._embed([text])
        return 0.0 if row is None else float((self.vectors @ row[0]).max())

    @cached_property
    def vectors(self) -> Vectors | None:
        """One unit row per example, or None without a model."""
        kept = self._read()
        if kept is not None or not self._texts:
            return kept
        made = self._embed(self._texts)
        if made is not None:
            self._write(made)
        return made

    def _read(self) -> Vectors | None:
        try:
            with np.load(self._file, allow_pickle=False) as kept:
                rows: Vectors = kept["vectors"]
                return rows if str(kept["key"]) == self._key else None
        except (OSError, ValueError, KeyError):
            return None

    def _write(self, rows: Vectors) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=self._file.parent, suffix=".npz")
        with os.fdopen(handle, "wb") as file:
            np.savez(file, vectors=rows, key=np.array(self._key))
        Path(draft).replace(self._file)
