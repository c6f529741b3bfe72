"""Embeddings from an OpenAI-compatible endpoint, as rows of length one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pydantic import SecretStr

from glutebot.errors import ModelUnavailable
from glutebot.models.breaker import CircuitBreaker
from glutebot.models.endpoint import checked_url, key_or_placeholder, timeouts, turn_tracing_off
from glutebot.models.failures import explain, model_failure

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

BATCH = 64
"""Texts per request."""


@dataclass(frozen=True)
class EndpointEmbedder:
    """Turns texts into vectors at an endpoint; it is an Embedder to the retrieval room."""

    model_id: str
    dimensions: int
    client: "Embeddings"
    breaker: CircuitBreaker = field(default_factory=CircuitBreaker)

    def embed(
        self, texts: Sequence[str], *, on_progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return one row of length one per text, in their order.

        Raises:
            ModelUnavailable: the endpoint failed, or its vectors are not what they were.
        """
        rows = [np.zeros((0, self.dimensions), np.float32)]
        for start in range(0, len(texts), BATCH):
            rows.append(self._embed_batch(texts[start : start + BATCH]))
            if on_progress:
                on_progress(min(start + BATCH, len(texts)), len(texts))
        return np.concatenate(rows)

    def _embed_batch(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.breaker.enter()
        try:
            vectors = _request(self.client, texts)
            if vectors.shape[1] != self.dimensions:
                raise model_failure("malformed")
        except ModelUnavailable as failure:
            self.breaker.record(failure)
            raise
        self.breaker.succeeded()
        return vectors


def open_endpoint_embedder(
    *,
    base_url: str | None,
    model: str,
    api_key: SecretStr | None,
    dimensions: int | None = None,
    connect_seconds: float = 2.0,
    read_seconds: float = 20.0,
) -> EndpointEmbedder:
    """Open an embedder; embeds one word to learn the dimensions when they are not given.

    Raises:
        SettingsError: the address cannot be used.
        ModelUnavailable: the dimensions are not given and the endpoint does not answer.
    """
    url = checked_url(base_url)
    turn_tracing_off()
    from langchain_openai import OpenAIEmbeddings

    client = OpenAIEmbeddings(
        model=model,
        openai_api_base=url,
        openai_api_key=key_or_placeholder(api_key),
        dimensions=dimensions,
        check_embedding_ctx_length=False,  # else it sends token ids, and downloads a tokenizer
        model_kwargs={"encoding_format": "float"},  # all servers know it; not all know base64
        request_timeout=timeouts(connect=connect_seconds, silence=read_seconds),
        max_retries=1,
        chunk_size=BATCH,
    )
    length = dimensions or _request(client, ["glute"]).shape[1]
    return EndpointEmbedder(f"endpoint/{model}/{length}", length, client)


def _request(client: "Embeddings", texts: Sequence[str]) -> NDArray[np.float32]:
    """Embed one batch, and refuse vectors that are missing, ragged or not finite."""
    try:
        answer = client.embed_documents([text or " " for text in texts])
        vectors = np.asarray(answer, dtype=np.float32)
    except Exception as error:  # a server can break the client's parser in any way it likes
        raise explain(error) from None
    if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all():
        raise model_failure("malformed")
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: NDArray[np.float32] = (vectors / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    return scaled
