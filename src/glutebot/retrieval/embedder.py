"""What an embedder is to this room: texts in, rows of length one out."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Called with (texts done, texts in all)."""


class Embedder(Protocol):
    """A model that turns texts into vectors whose dot product is their cosine."""

    @property
    def model_id(self) -> str:
        """Name model and weights, so that other weights are another id."""
        ...

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""
        ...

    def embed(self, texts: Sequence[str], *, on_progress: Progress | None = None) -> Vectors:
        """Return one row of length one per text, in the order of the texts."""
        ...


def scale_rows(vectors: Vectors) -> Vectors:
    """Return the rows scaled to length one; a row of zeros stays one, as it points nowhere."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = (vectors / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    return scaled
