"""The client against a real server that misbehaves in every way that was seen in the wild."""

import asyncio
import time
import traceback
from contextlib import aclosing

import numpy as np
import pytest
from pydantic import SecretStr

from glutebot.errors import ModelUnavailable, SettingsError
from glutebot.models import (
    ChatModel,
    CircuitBreaker,
    ModelLimits,
    complete_chat,
    open_chat_model,
    open_endpoint_embedder,
    stream_chat,
)
from support.scripted_openai import (
    Script,
    ScriptedOpenAI,
    closed_port,
    cut,
    delta,
    embeds,
    event,
    fails,
    finish,
    raw,
    reset,
    says,
    wait,
)

SECRET = "sk-canary-7f3a91"
LIMITS = ModelLimits(
    connect_seconds=0.5,
    first_token_seconds=0.6,
    idle_seconds=0.4,
    total_seconds=1.5,
    max_characters=2_000,
)
MESSAGES = [("system", "Be brief."), ("user", "Hello")]


def open_at(base_url: str, limits: ModelLimits = LIMITS) -> ChatModel:
    return open_chat_model(
        base_url=base_url, model="scripted", api_key=SecretStr(SECRET), limits=limits
    )


async def read(
    model: ChatModel, limits: ModelLimits = LIMITS
) -> tuple[str, ModelUnavailable | None]:
    """Return what came, and how it failed."""
    text = ""
    try:
        async with aclosing(stream_chat(model, MESSAGES, limits)) as pieces:
            async for piece in pieces:
                text += piece
    except ModelUnavailable as failure:
        return text, failure
    return text, None


@pytest.fixture(autouse=True, scope="module")
def warm_client():
    """Load the client once, so that no test pays for it within its limits."""
    open_at("http://127.0.0.1:1/v1")


async def test_a_reply_comes_in_pieces_and_whole():
    with ScriptedOpenAI(says("Two to three days a week.")) as server:
        model = open_at(server.base_url)

        pieces = [piece async for piece in stream_chat(model, MESSAGES, LIMITS)]

        assert "".join(pieces) == "Two to three days a week."
        assert len(pieces) > 2
        assert await complete_chat(model, MESSAGES, LIMITS) == "Two to three days a week."
        sent = server.requests[0]
        assert sent["temperature"] == 0
        assert sent["stream"] is True
        assert sent["max_completion_tokens"] == LIMITS.max_tokens
        assert server.headers[0]["authorization"] == f"Bearer {SECRET}"


BAD_CHUNK = raw(b"data: {not json\n\n")
HTML = Script((raw(b"<html><body>proxy</body></html>"),), content_type="text/html")
FAULTS = {
    "slow first token": (Script((wait(3), delta("late"), finish())), "timeout", ""),
    "no headers text": (Script((raw(b": ping\n\n"), wait(3))), "timeout", ""),
    "stall in the middle": (Script((delta("Half"), wait(3), finish())), "stalled", "Half"),
    "pings instead of text": (
        Script((delta("Half"), *[raw(b": ping\n\n"), wait(0.1)] * 20)),
        "stalled",
        "Half",
    ),
    "chunks without text": (
        Script((delta("Half"), *[delta(""), wait(0.1)] * 20)),
        "stalled",
        "Half",
    ),
    "drip": (Script(tuple([delta("x"), wait(0.25)] * 20)), "stalled", "xxxxxx"),
    "cut in the middle": (Script((delta("Half"), cut())), "cut", "Half"),
    "reset in the middle": (Script((delta("Half"), wait(0.1), reset())), "cut", "Half"),
    "cut before the text": (Script((cut(),)), "unreachable", ""),
    "wrong key": (fails(401, message=f"Incorrect key {SECRET}"), "unauthorised", ""),
    "forbidden": (fails(403), "unauthorised", ""),
    "unknown model": (fails(404), "model-not-found", ""),
    "bad request": (fails(400), "bad-request", ""),
    "too long a prompt": (fails(400, code="exceed_context_size_error"), "context-overflow", ""),
    "too many requests": (fails(429, retry_after="60"), "rate-limited", ""),
    "quota": (fails(429, code="insufficient_quota"), "quota", ""),
    "server error": (fails(500), "server-error", ""),
    "overloaded": (fails(503), "server-error", ""),
    "HTML": (HTML, "malformed", ""),
    "JSON that is no stream": (
        Script((raw(b'{"choices": []}'),), content_type="application/json"),
        "malformed",
        "",
    ),
    "malformed chunk": (Script((delta("Half"), BAD_CHUNK, finish())), "malformed", "Half"),
    "bad UTF-8": (Script((delta("Half"), raw(b"data: \xff\xfe\n\n"))), "malformed", "Half"),
    "chunk of another shape": (
        Script((delta("Half"), event({"choices": [{"delta": 5}]}))),
        "malformed",
        "Half",
    ),
    "error event": (
        Script((delta("Half"), event({"error": {"message": SECRET}}))),
        "cut",
        "Half",
    ),
    "error event first": (Script((event({"error": {"message": "x"}}),)), "server-error", ""),
    "end without finish reason": (Script((delta("Half"),)), "cut", "Half"),
    "end mark without finish reason": (
        Script((delta("Half"), raw(b"data: [DONE]\n\n"))),
        "cut",
        "Half",
    ),
    "length": (says("Half", reason="length"), "length", "Half"),
    "content filter": (says("Half", reason="content_filter"), "content-filter", "Half"),
    "empty answer": (says(""), "empty", ""),
    "one megabyte": (says("x" * 1_000_000, piece=500), "too-long", "x" * 2_000),
}


@pytest.mark.parametrize(("script", "reason", "text"), FAULTS.values(), ids=FAULTS.keys())
async def test_every_fault_becomes_a_reason_within_the_limits(script, reason, text, caplog):
    with ScriptedOpenAI(script) as server:
        model = open_at(server.base_url)
        began = time.monotonic()

        got, failure = await read(model)
        took = time.monotonic() - began

    assert failure is not None
    assert failure.reason == reason
    assert got == text
    assert took < LIMITS.total_seconds + 0.5
    assert failure.remedy
    shown = f"{failure} {failure!r} {failure.args} {caplog.text}"
    assert SECRET not in shown
    assert server.base_url not in str(failure)
    assert SECRET not in "".join(traceback.format_exception(failure))


async def test_a_refused_connection_is_unreachable():
    _, failure = await read(open_at(f"http://127.0.0.1:{closed_port()}/v1"))

    assert failure is not None
    assert failure.reason == "unreachable"


async def test_the_total_limit_holds_for_a_slow_reader_too():
    limits = LIMITS.model_copy(update={"idle_seconds": 1.0, "total_seconds": 0.8})
    with ScriptedOpenAI(Script(tuple([delta("x"), wait(0.1)] * 40))) as server:
        model = open_at(server.base_url, limits)
        began = time.monotonic()

        _, failure = await read(model, limits)

        assert failure is not None
        assert failure.reason == "stalled"
        assert time.monotonic() - began < 1.2


async def test_a_limit_never_cancels_the_caller():
    with ScriptedOpenAI(says("One. Two. Three.", piece=3)) as server:
        text = ""
        async with aclosing(stream_chat(open_at(server.base_url), MESSAGES, LIMITS)) as pieces:
            async for piece in pieces:
                await asyncio.sleep(0.1 if text else LIMITS.idle_seconds + 0.1)
                text += piece

        assert text == "One. Two. Three."


@pytest.mark.parametrize("first", [fails(503), fails(429, retry_after="0"), Script((cut(),))])
async def test_a_fault_before_the_first_text_is_tried_once_more(first):
    with ScriptedOpenAI(first, says("Fine.")) as server:
        text, failure = await read(open_at(server.base_url))

        assert (text, failure) == ("Fine.", None)
        assert len(server.requests) == 2


async def test_a_long_retry_after_is_handed_on_at_once():
    with ScriptedOpenAI(fails(429, retry_after="60"), says("Fine.")) as server:
        began = time.monotonic()
        _, failure = await read(open_at(server.base_url))

        assert failure is not None
        assert failure.retry_after == 60
        assert time.monotonic() - began < 0.5
        assert len(server.requests) == 1


async def test_a_reply_that_began_is_never_tried_again():
    with ScriptedOpenAI(Script((delta("Half"), cut())), says("Fine.")) as server:
        text, failure = await read(open_at(server.base_url))

        assert (text, failure and failure.reason) == ("Half", "cut")
        assert len(server.requests) == 1


@pytest.mark.parametrize("how", ["close", "cancel"])
async def test_a_reader_who_leaves_ends_the_request(how):
    with ScriptedOpenAI(Script(tuple([delta("word "), wait(0.05)] * 100))) as server:
        model = open_at(server.base_url)
        if how == "close":
            async with aclosing(stream_chat(model, MESSAGES, LIMITS)) as pieces:
                await anext(pieces)
        else:
            task = asyncio.create_task(read(model))
            await asyncio.sleep(0.3)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        for _ in range(40):
            if server.broken:
                break
            await asyncio.sleep(0.05)

        assert server.broken == 1


async def test_the_circuit_opens_after_five_failures_and_one_probe_closes_it():
    now = [0.0]
    with ScriptedOpenAI(fails(401)) as server:
        opened = open_at(server.base_url)
        model = ChatModel(opened.name, opened.client, CircuitBreaker(clock=lambda: now[0]))
        reasons = []
        for _ in range(6):
            _, failure = await read(model)
            reasons.append(failure.reason if failure else "")
        assert reasons == ["unauthorised"] * 5 + ["circuit-open"]
        assert len(server.requests) == 5

        server.scripts = [says("Fine.")]
        now[0] = 16.0
        assert await read(model) == ("Fine.", None)
        assert not model.breaker.is_open


def test_the_circuit_lets_one_probe_through_and_forgets_old_failures():
    now = [0.0]
    breaker = CircuitBreaker(clock=lambda: now[0])
    for now[0] in (0.0, 10.0, 20.0, 30.0, 40.0, 50.0):
        breaker.failed()
    assert not breaker.is_open

    for _ in range(5):
        breaker.failed()
    now[0] = 66.0
    breaker.enter()
    with pytest.raises(ModelUnavailable) as refused:
        breaker.enter()
    assert refused.value.reason == "circuit-open"


async def test_a_request_that_was_at_fault_itself_does_not_open_the_circuit():
    with ScriptedOpenAI(fails(400)) as server:
        model = open_at(server.base_url)
        for _ in range(7):
            _, failure = await read(model)

        assert failure is not None
        assert failure.reason == "bad-request"


@pytest.mark.parametrize("url", ["http://user:pass@host/v1", "ftp://host/v1", "localhost:8000"])
def test_an_address_with_a_password_or_no_scheme_is_refused_without_repeating_it(url):
    with pytest.raises(SettingsError) as refused:
        open_at(url)

    assert url not in str(refused.value)
    assert "pass@" not in str(refused.value)


async def test_the_key_of_the_environment_is_not_sent_to_another_endpoint(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    with ScriptedOpenAI(says("Fine.")) as server:
        model = open_chat_model(
            base_url=server.base_url, model="scripted", api_key=None, limits=LIMITS
        )
        assert await read(model) == ("Fine.", None)

        assert SECRET not in str(server.headers)


async def test_tracing_stays_off_whatever_the_environment_says(monkeypatch):
    from langsmith.utils import get_env_var, tracing_is_enabled

    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    get_env_var.cache_clear()
    open_at("http://127.0.0.1:1/v1")

    assert not tracing_is_enabled()
    get_env_var.cache_clear()


def embedder_at(server: ScriptedOpenAI, **more):
    return open_endpoint_embedder(
        base_url=server.base_url, model="scripted", api_key=SecretStr(SECRET), **more
    )


def test_embeddings_come_in_batches_as_rows_of_length_one():
    with ScriptedOpenAI() as server:
        embedder = embedder_at(server)
        seen: list[tuple[int, int]] = []
        texts = [f"text {number}" for number in range(130)]

        rows = embedder.embed(texts, on_progress=lambda *done: seen.append(done))

        assert (embedder.model_id, embedder.dimensions) == ("endpoint/scripted/8", 8)
        assert rows.shape == (130, 8)
        assert rows.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, rtol=1e-5)
        assert seen == [(64, 130), (128, 130), (130, 130)]
        np.testing.assert_array_equal(rows[70], embedder.embed(["text 70"])[0])
        assert embedder.embed([]).shape == (0, 8)
        assert all(isinstance(text, str) for text in server.embedding_requests[1]["input"])


def test_embeddings_of_a_chosen_size_need_no_probe():
    with ScriptedOpenAI() as server:
        embedder = embedder_at(server, dimensions=4)

        assert server.embedding_requests == []
        assert embedder.embed(["a"]).shape == (1, 4)
        assert server.embedding_requests[0]["dimensions"] == 4


EMBEDDING_FAULTS = {
    "wrong key": (fails(401, message=SECRET), "unauthorised"),
    "not served": (fails(501), "server-error"),
    "HTML": (HTML, "malformed"),
    "too few": (embeds([[1.0] * 8]), "malformed"),
    "another length": (embeds([[1.0] * 7] * 2), "malformed"),
    "ragged": (embeds([[1.0] * 8, [1.0]]), "malformed"),
    "not finite": (embeds([[float("nan")] * 8] * 2), "malformed"),
    "cut": (Script((raw(b'{"data": ['), cut())), "unreachable"),
}


@pytest.mark.parametrize(
    ("script", "reason"), EMBEDDING_FAULTS.values(), ids=EMBEDDING_FAULTS.keys()
)
def test_every_embedding_fault_becomes_a_reason(script, reason):
    with ScriptedOpenAI() as server:
        embedder = embedder_at(server)
        server.embedding_scripts = [script, script]

        with pytest.raises(ModelUnavailable) as failed:
            embedder.embed(["one", "two"])

        assert failed.value.reason == reason
        assert SECRET not in str(failed.value)
