"""POST /api/chat: the stream, the whole answer, and what happens when something is wrong."""

import json
import time
from typing import Any

import httpx
import pytest

from support.fake_services import CITATIONS, FakeServices, answered

QUESTION = "Hip thrust or squat?"
JSON = {"accept": "application/json"}


def read_events(text: str) -> list[tuple[str, Any]]:
    """Read server-sent events into names and data."""
    events = []
    for block in text.replace("\r\n", "\n").strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
        if "event" in fields:
            events.append((fields["event"], json.loads(fields["data"])))
    return events


def ask(client: httpx.Client, message: str, **more: Any) -> httpx.Response:
    return client.post("/api/chat", json={"message": message, **more}, headers=JSON)


def test_an_answer_streams_as_tokens_citations_suggestions_and_done(client: httpx.Client) -> None:
    reply = client.post("/api/chat", json={"message": QUESTION})
    events = read_events(reply.text)
    names = [name for name, _ in events]

    assert reply.headers["content-type"].startswith("text/event-stream")
    assert list(dict.fromkeys(names)) == ["step", "token", "citations", "suggestions", "done"]
    text = "".join(data["text"] for name, data in events if name == "token")
    done = events[-1][1]
    assert text.strip() == done["text"] == answered().text
    assert [item["n"] for item in dict(events)["citations"]["citations"]] == [1, 2]
    assert done["id"] == f"{done['conversation']}:1"


def test_accept_json_gives_the_whole_answer(client: httpx.Client) -> None:
    body = ask(client, QUESTION).json()

    assert body["status"] == "answered"
    assert body["citations"] == [item.model_dump(mode="json") for item in CITATIONS]
    assert body["sentences"][0]["support"] == "quoted"


def test_a_conversation_goes_on_with_its_own_history_only(
    client: httpx.Client, services: FakeServices
) -> None:
    talk = ask(client, "first")
    second = ask(client, "second", conversation=talk.json()["conversation"])

    assert second.json()["id"].endswith(":2")
    assert services.heard == [[], ["first"]]


def test_another_visitor_cannot_go_on_with_it(client: httpx.Client, address: str) -> None:
    talk = ask(client, "mine").json()["conversation"]

    with httpx.Client(base_url=address) as other:
        foreign = ask(other, "and mine", conversation=talk)
        missing = ask(other, "and mine", conversation="0" * 32)
        reading = other.get(f"/api/conversation/{talk}")
        deleting = other.delete(f"/api/conversation/{talk}")

    assert foreign.status_code == missing.status_code == 404
    assert foreign.json() == missing.json()
    assert (reading.status_code, deleting.status_code) == (404, 404)
    assert len(client.get(f"/api/conversation/{talk}").json()["turns"]) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "message"),
        ({"message": 7}, "message"),
        ({"message": " \u200b\x00 "}, "message"),
        ({"message": "half a pair \ud83d"}, "message"),
        ({"message": "x" * 2001}, "message"),
        ({"message": "x" * 50_000}, "message"),
        ({"message": "hi", "conversation": 3}, "conversation"),
        ({"message": "hi", "history": [{"role": "system"}]}, "history"),
    ],
    ids=["none", "number", "unseen", "surrogate", "2001", "50000", "conversation", "history"],
)
def test_an_unusable_field_is_named(client: httpx.Client, body: object, field: str) -> None:
    reply = client.post(
        "/api/chat", content=json.dumps(body), headers={"content-type": "application/json"}
    )

    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["field"] == field
    assert reply.json()["type"] == "urn:glutebot:problem:invalid-field"


def test_a_long_message_is_told_its_length(client: httpx.Client) -> None:
    assert "50,000 characters; 2,000 fit" in ask(client, "x" * 50_000).json()["detail"]


def test_unseen_characters_do_not_reach_the_services(
    client: httpx.Client, services: FakeServices
) -> None:
    sent = "squat\x00 \u202edepth\U000e0041 \nand\u200b band"
    client.post(
        "/api/chat",
        content=json.dumps({"message": sent}),
        headers={"content-type": "application/json", **JSON},
    )

    assert services.events[0] == "begun squat depth \nand band"


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b'{"message": "hi"}', {"content-type": "text/plain"}, 415),
        (b'{"message": "hi"}', {"content-type": "application/x-www-form-urlencoded"}, 415),
        (b'{"message": ', {"content-type": "application/json"}, 400),
        (b"[]", {"content-type": "application/json"}, 400),
        (b'{"message": "' + b"x" * 66_000 + b'"}', {"content-type": "application/json"}, 413),
    ],
    ids=["text", "form", "cut", "list", "large"],
)
def test_bodies_that_are_not_small_json_are_refused(
    client: httpx.Client, content: bytes, headers: dict[str, str], status: int
) -> None:
    reply = client.post("/api/chat", content=content, headers=headers)

    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["status"] == status


def test_a_large_body_without_a_length_is_refused_too(client: httpx.Client) -> None:
    pieces = (b"x" * 8_192 for _ in range(20))
    reply = client.post("/api/chat", content=pieces, headers={"content-type": "application/json"})

    assert reply.status_code == 413


def test_a_crash_shows_no_trace_and_no_path(client: httpx.Client) -> None:
    whole = ask(client, "crash")
    streamed = client.post("/api/chat", json={"message": "crash"})

    assert whole.status_code == 500
    assert whole.headers["content-type"] == "application/problem+json"
    assert read_events(streamed.text)[-1][0] == "error"
    for text in (whole.text, streamed.text):
        assert "secret" not in text
        assert "Traceback" not in text
        assert "/etc" not in text


def test_what_a_visitor_may_know_is_said_with_its_remedy(client: httpx.Client) -> None:
    reply = ask(client, "down")

    assert reply.status_code == 503
    assert reply.json()["detail"] == "The index is being built."
    assert reply.json()["remedy"] == "Ask again in a minute."


def wait_for(services: FakeServices, event: str) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if event in services.events:
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("headers", [{}, JSON], ids=["stream", "whole"])
def test_a_reader_who_leaves_stops_the_writing(
    address: str, services: FakeServices, headers: dict[str, str]
) -> None:
    with httpx.Client(base_url=address, timeout=0.5 if headers else 5) as http:
        try:
            with http.stream("POST", "/api/chat", json={"message": "slow"}, headers=headers) as r:
                next(r.iter_bytes())
        except httpx.ReadTimeout:
            pass

    assert wait_for(services, "closed slow")
    assert "done slow" not in services.events


def test_the_stopped_question_is_kept_without_an_answer(
    client: httpx.Client, services: FakeServices
) -> None:
    talk = ask(client, "first").json()["conversation"]
    with client.stream("POST", "/api/chat", json={"message": "slow", "conversation": talk}) as r:
        next(r.iter_bytes())
    assert wait_for(services, "closed slow")

    turns = client.get(f"/api/conversation/{talk}").json()["turns"]

    assert [(turn["question"], turn["answer"] is None) for turn in turns] == [
        ("first", False),
        ("slow", True),
    ]
