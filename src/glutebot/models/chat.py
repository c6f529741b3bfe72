"""A chat model at an OpenAI-compatible endpoint, read as a bounded stream of texts.

`langchain_openai` is loaded when a model is opened: it takes a second, and the extractive engine
does without it.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from pydantic import SecretStr

from glutebot.errors import ModelUnavailable
from glutebot.models.breaker import CircuitBreaker
from glutebot.models.endpoint import checked_url, key_or_placeholder, timeouts, turn_tracing_off
from glutebot.models.failures import explain, model_failure
from glutebot.models.limits import ModelLimits

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage

LONGEST_PAUSE = 2.0
"""Seconds that a reader is made to wait before the one retry; longer, and it is not tried."""
_WORTH_A_RETRY = frozenset({"unreachable", "rate-limited", "server-error"})


@dataclass(frozen=True)
class ChatModel:
    """A chat model at an endpoint, and the circuit breaker before it."""

    name: str
    client: "BaseChatModel"
    breaker: CircuitBreaker = field(default_factory=CircuitBreaker)


def open_chat_model(
    *, base_url: str | None, model: str, api_key: SecretStr | None, limits: ModelLimits
) -> ChatModel:
    """Open a chat model without calling it; build it once, since it owns a connection pool.

    Raises:
        SettingsError: the address cannot be used.
    """
    url = checked_url(base_url)
    turn_tracing_off()
    from langchain_openai import ChatOpenAI

    client = ChatOpenAI(
        model=model,
        base_url=url,
        api_key=key_or_placeholder(api_key),
        use_responses_api=False,  # inferred from the model's name otherwise, whatever the server
        timeout=timeouts(connect=limits.connect_seconds, silence=_longest_silence(limits)),
        max_retries=0,  # stream_chat retries once itself, as it knows how long a reader waits
        max_tokens=limits.max_tokens,
        temperature=0,
        stream_chunk_timeout=None,  # stream_chat bounds the gaps between texts instead
    )
    return ChatModel(name=model, client=client)


def _longest_silence(limits: ModelLimits) -> float:
    """Return a limit for the transport that is wide enough for ours to speak first."""
    return max(limits.first_token_seconds, limits.idle_seconds) + 1


async def complete_chat(
    model: ChatModel, messages: Sequence["BaseMessage"], limits: ModelLimits
) -> str:
    """Return a whole reply; raise ModelUnavailable as `stream_chat` does."""
    async with aclosing(stream_chat(model, messages, limits)) as pieces:
        return "".join([piece async for piece in pieces])


async def stream_chat(
    model: ChatModel, messages: Sequence["BaseMessage"], limits: ModelLimits
) -> AsyncGenerator[str, None]:
    """Yield the texts of a reply as they come.

    Raises:
        ModelUnavailable: any fault, before or in the middle; also a reply that ends without a
            finish reason, since a server that dies can look like one that is done.
    """
    model.breaker.enter()
    started = False
    try:
        async with aclosing(_read_with_one_retry(model, messages, limits)) as texts:
            async for text in texts:
                started = True
                yield text
    except ModelUnavailable as failure:
        model.breaker.record(failure)
        raise
    except GeneratorExit:
        if started:  # the reader has had enough of a model that was talking
            model.breaker.succeeded()
        raise
    model.breaker.succeeded()


@dataclass
class _Deadlines:
    """When the next text must be there; moves with each text, but never past the total."""

    limits: ModelLimits
    end: float
    next: float
    started: bool = False

    @classmethod
    def start(cls, limits: ModelLimits) -> "_Deadlines":
        now = asyncio.get_running_loop().time()
        end = now + limits.total_seconds
        return cls(limits, end, min(end, now + limits.first_token_seconds))

    def extend(self) -> None:
        self.started = True
        now = asyncio.get_running_loop().time()
        self.next = min(self.end, now + self.limits.idle_seconds)


async def _read_with_one_retry(
    model: ChatModel, messages: Sequence["BaseMessage"], limits: ModelLimits
) -> AsyncGenerator[str, None]:
    """Read a reply, trying once more when the endpoint failed before it said anything."""
    deadlines = _Deadlines.start(limits)
    try:
        async with aclosing(_read(model, messages, deadlines)) as texts:
            async for text in texts:
                yield text
        return
    except ModelUnavailable as failure:
        pause = 0.2 if failure.retry_after is None else failure.retry_after
        hopeless = deadlines.started or failure.reason not in _WORTH_A_RETRY
        if hopeless or pause > LONGEST_PAUSE:
            raise
    await asyncio.sleep(pause)
    async with aclosing(_read(model, messages, deadlines)) as texts:
        async for text in texts:
            yield text


async def _read(
    model: ChatModel, messages: Sequence["BaseMessage"], deadlines: _Deadlines
) -> AsyncGenerator[str, None]:
    limits, received, finish = deadlines.limits, 0, None
    reply = model.client.astream(list(messages), max_tokens=limits.max_tokens)
    async with aclosing(cast("AsyncGenerator[AIMessageChunk, None]", reply)) as chunks:
        while (chunk := await _next_chunk(chunks, deadlines)) is not None:
            finish = chunk.response_metadata.get("finish_reason") or finish
            if isinstance(chunk.content, str) and chunk.content:
                received += len(chunk.content)
                if received > limits.max_characters:
                    raise model_failure("too-long")
                yield chunk.content
                deadlines.extend()
    _check_end(finish, received)


async def _next_chunk(
    chunks: "AsyncIterator[AIMessageChunk]", deadlines: _Deadlines
) -> "AIMessageChunk | None":
    """Return the next chunk, or None at the end.

    The limit surrounds this one step only: around the whole loop it would fire while the caller
    holds the reply, and cancel the caller.
    """
    try:
        async with asyncio.timeout_at(deadlines.next):
            return await anext(chunks, None)
    except TimeoutError:
        raise model_failure("stalled" if deadlines.started else "timeout") from None
    except Exception as error:  # a server can break the client's parser in any way it likes
        raise explain(error, started=deadlines.started) from None


def _check_end(finish: str | None, received: int) -> None:
    if finish in {"length", "content_filter"}:
        raise model_failure(finish.replace("_", "-"))
    if finish is None:
        raise model_failure("cut" if received else "malformed")
    if not received:
        raise model_failure("empty")
