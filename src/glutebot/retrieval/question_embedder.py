"""An embedder that may be absent: then the index answers by words alone."""

import logging
from collections.abc import Callable, Sequence

from glutebot.errors import UnavailableError
from glutebot.retrieval.embedder import Embedder, Progress, Vectors

_log = logging.getLogger(__name__)


class OptionalEmbedder:
    """Wraps an embedder, or what opens one, and remembers why there is none."""

    def __init__(self, source: Embedder | Callable[[], Embedder]) -> None:
        self.problem = ""
        self._embedder = self._open(source)

    @property
    def model_id(self) -> str:
        """Return the model's id; empty without a model."""
        return self._embedder.model_id if self._embedder else ""

    def embed(self, texts: Sequence[str], *, on_progress: Progress | None = None) -> Vectors | None:
        """Return the rows of the texts, or None when the model cannot be used."""
        if self._embedder is None:
            return None
        try:
            return self._embedder.embed(texts, on_progress=on_progress)
        except UnavailableError as error:
            self._give_up(error)
            return None

    def _open(self, source: Embedder | Callable[[], Embedder]) -> Embedder | None:
        if not callable(source):
            return source
        try:
            return source()
        except UnavailableError as error:
            self._give_up(error)
            return None

    def _give_up(self, error: UnavailableError) -> None:
        self.problem = str(error)
        _log.warning("Searching by words only: %s", error)
