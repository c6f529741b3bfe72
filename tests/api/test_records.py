"""Conversations, votes, passages, probes, and the visitor's cookie."""

import dataclasses

import httpx
import pytest

from glutebot.api.visitors import COOKIE, read_visitor, sign_visitor
from support.fake_services import PASSAGES, FakeServices

JSON = {"accept": "application/json"}


def start(client: httpx.Client) -> dict[str, str]:
    reply = client.post("/api/chat", json={"message": "Squat depth?"}, headers=JSON)
    answer: dict[str, str] = reply.json()
    return answer


def test_conversations_are_listed_read_and_forgotten(client: httpx.Client) -> None:
    talk = start(client)["conversation"]

    listed = client.get("/api/conversations").json()["conversations"]
    turns = client.get(f"/api/conversation/{talk}").json()["turns"]
    gone = client.delete(f"/api/conversation/{talk}")

    assert [(item["id"], item["title"]) for item in listed] == [(talk, "Squat depth?")]
    assert turns[0]["answer"]["status"] == "answered"
    assert gone.status_code == 204
    assert client.get(f"/api/conversation/{talk}").status_code == 404


def test_everything_of_a_visitor_can_be_erased(client: httpx.Client) -> None:
    start(client)
    start(client)

    assert client.delete("/api/conversations").status_code == 204
    assert client.get("/api/conversations").json() == {"conversations": []}


def test_a_vote_is_kept_with_its_reason_and_can_change(
    client: httpx.Client, services: FakeServices
) -> None:
    answer = start(client)
    vote = {"answer": answer["id"], "vote": "up"}
    first = client.post("/api/feedback", json=vote)
    client.post("/api/feedback", json=vote | {"vote": "down", "reason": "Wrong\x00 source"})

    visitor = client.cookies[COOKIE].partition(".")[0]
    votes = services.feedback.votes(visitor, answer["conversation"])
    assert first.status_code == 204
    assert [(vote.value, vote.reason) for vote in votes.values()] == [("down", "Wrong source")]


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [({"vote": "sideways"}, 422, "vote"), ({"answer": "nope:1"}, 404, "conversation")],
)
def test_an_unusable_vote_is_refused(
    client: httpx.Client, change: dict[str, str], status: int, field: str
) -> None:
    vote = {"answer": start(client)["id"], "vote": "up"}

    reply = client.post("/api/feedback", json=vote | change)

    assert (reply.status_code, reply.json()["field"]) == (status, field)


def test_a_passage_comes_with_its_studies_and_their_links(client: httpx.Client) -> None:
    first = client.get(f"/api/passage/{PASSAGES[0].id}").json()
    second = client.get(f"/api/passage/{PASSAGES[1].id}").json()

    assert first["lines"][0]["text"] == PASSAGES[0].lines[0].text
    assert first["studies"] == [
        {
            "citation": "Plotkin DL, et al. 2023. Frontiers in Physiology 14:1279170",
            "grade": "trial",
            "doi": "10.3389/fphys.2023.1279170",
            "url": "https://doi.org/10.3389/fphys.2023.1279170",
        }
    ]
    assert second["studies"][0]["url"] == "https://example.org/krause"
    assert client.get("/api/passage/none").status_code == 404


def test_probes_tell_alive_from_ready(client: httpx.Client, services: FakeServices) -> None:
    ready = client.get("/readyz")
    services.current = dataclasses.replace(services.current, ready=False, building=(40, 180))
    building = client.get("/readyz")

    assert client.get("/healthz").json() == {"status": "alive"}
    assert (ready.status_code, ready.json()["engine"]) == (200, "extractive")
    assert (building.status_code, building.json()["building"]) == (503, [40, 180])


def test_metrics_are_for_this_machine_only(client: httpx.Client) -> None:
    start(client)

    local = client.get("/metrics")
    through_a_proxy = client.get("/metrics", headers={"x-forwarded-for": "203.0.113.9"})

    assert 'glutebot_answers_total{engine="extractive",status="answered"} 1' in local.text
    assert "glutebot_answer_seconds_count 1" in local.text
    assert through_a_proxy.status_code == 404


def test_the_cookie_is_signed_and_out_of_reach_of_scripts(client: httpx.Client) -> None:
    header = client.get("/api/conversations").headers["set-cookie"]

    assert header.startswith(f"{COOKIE}=")
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert "Secure" not in header


def test_a_forged_cookie_is_a_stranger(address: str, client: httpx.Client) -> None:
    start(client)
    visitor = client.cookies[COOKIE].partition(".")[0]
    forged = sign_visitor(visitor, b"another key")

    reply = httpx.get(f"{address}/api/conversations", cookies={COOKIE: forged})

    assert reply.json() == {"conversations": []}
    assert reply.headers["set-cookie"].partition("=")[2].partition(".")[0] != visitor


def test_another_site_gets_no_cookie(address: str) -> None:
    reply = httpx.get(f"{address}/api/conversations", headers={"origin": "https://blog.example"})

    assert "set-cookie" not in reply.headers


@pytest.mark.parametrize("cookie", ["", "x", "a.b", "é.ü"])
def test_a_cookie_that_is_not_ours_is_not_read(cookie: str) -> None:
    assert read_visitor(cookie, b"key") is None


def test_unknown_paths_are_problems_too(client: httpx.Client) -> None:
    reply = client.get("/nowhere")

    assert (reply.status_code, reply.json()["type"]) == (404, "urn:glutebot:problem:not-found")


def test_errors_and_answers_carry_the_security_headers(client: httpx.Client) -> None:
    for path in ("/healthz", "/nowhere", "/api/conversations"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "default-src 'none'" in headers["content-security-policy"]
