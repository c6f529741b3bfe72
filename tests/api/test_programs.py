"""Programs over HTTP: built, checked, kept for one visitor, renamed, taken away, forgotten."""

import copy
import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from glutebot.api.admission import Limits
from glutebot.api.app import create_api
from glutebot.api.chat import present_event
from glutebot.api.programs import file_name
from glutebot.api.visitors import COOKIE, read_visitor
from glutebot.domain.answers import Answered
from glutebot.program import build_program, read_profile
from glutebot.program.export import write_json
from program.shelf import shipped_catalogue
from support.fake_services import FakeServices, answered
from support.live_server import run_server

KEY = b"k" * 32
JSON = {"content-type": "application/json"}
PROFILE: dict[str, Any] = {
    "days_per_week": 2, "minutes_per_session": 45, "experience": "beginner",
    "equipment": ["dumbbell", "bench"], "par_q_yes": [],
}  # fmt: skip
CHEST_PAIN = {**PROFILE, "red_flags": ["chest"]}


@pytest.fixture
def stranger(address: str) -> Iterator[httpx.Client]:
    """Another visitor, with a cookie of their own."""
    with httpx.Client(base_url=address, timeout=10) as http:
        http.get("/api/conversations")
        yield http


def keep(client: httpx.Client, title: str = "", **changes: Any) -> dict[str, Any]:
    reply = client.post("/api/programs", json={"profile": {**PROFILE, **changes}, "title": title})
    assert reply.status_code == 201
    return dict(reply.json())


def assert_problem(reply: httpx.Response, field: str) -> None:
    body = reply.json()
    assert (reply.status_code, body["field"]) == (422, field)
    assert reply.headers["content-type"] == "application/problem+json"
    assert body["type"] == "urn:glutebot:problem:invalid-field"
    assert body["detail"]
    assert body["remedy"]


def test_the_same_profile_gives_the_bytes_of_the_library(client: httpx.Client) -> None:
    built = write_json(build_program(read_profile(PROFILE), shipped_catalogue()))

    replies = [client.post("/api/program", json=PROFILE) for _ in range(2)]

    for reply in replies:
        assert (reply.status_code, reply.headers["content-type"]) == (200, "application/json")
        assert reply.content == built


def test_a_refusal_is_a_result(client: httpx.Client) -> None:
    reply = client.post("/api/program", json=CHEST_PAIN)

    assert reply.status_code == 200
    assert (reply.json()["schema"], reply.json()["reason"]) == ("glutebot.refusal/1", "R02")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", "body"),
        (b"[]", "body"),
        (b"{", "body"),
        (b"\xff\xfe{", "body"),
        (b'{"a":' * 9_000, "body"),
        (b'{"increment_kg": NaN}', "increment_kg"),
        (b'{"age": 1e999}', "age"),
        (b'{"age": 3, "age": 4}', "age"),
        (b'{"\\ud800": 1}', "\\ud800"),
        (json.dumps({**PROFILE, "days_per_week": 9}).encode(), "days_per_week"),
        (json.dumps({**PROFILE, "weeks": "6"}).encode(), "weeks"),
        (json.dumps({**PROFILE, "age": -3}).encode(), "age"),
        (json.dumps({**PROFILE, "equipment": ["dumbell"]}).encode(), "equipment.0"),
        (json.dumps({**PROFILE, "day_per_week": 3}).encode(), "day_per_week"),
    ],
)
def test_an_unusable_profile_names_its_field(client: httpx.Client, body: bytes, field: str) -> None:
    assert_problem(client.post("/api/program", content=body, headers=JSON), field)


def test_bodies_are_small_and_json(client: httpx.Client) -> None:
    huge = client.post("/api/program", content=b" " * 70_000, headers=JSON)
    form = client.post("/api/program", data={"days_per_week": "3"})

    assert (huge.status_code, form.status_code) == (413, 415)


def test_what_was_built_breaks_no_rule_however_long(client: httpx.Client) -> None:
    longest = {**PROFILE, "days_per_week": 6, "weeks": 16, "experience": "advanced"}
    longest |= {"minutes_per_session": 120, "equipment": ["full-gym"]}
    program = client.post("/api/program", json=longest).content

    checked = client.post("/api/check", content=program, headers=JSON)

    assert len(program) > 64 * 1024
    assert (checked.status_code, checked.json()) == (200, [])


def test_a_broken_rule_is_named(client: httpx.Client) -> None:
    program = client.post("/api/program", json=PROFILE).json()
    program["weeks"][0]["sessions"][0]["items"][0]["rpe"] = 9.5

    found = client.post("/api/check", json=program).json()

    assert "R23" in {violation["rule"] for violation in found}
    assert set(found[0]) == {"rule", "severity", "where", "message", "remedy"}


def test_gates_cannot_be_edited_away(client: httpx.Client) -> None:
    """A program whose profile is given a warning sign afterwards is caught by the check."""
    program = client.post("/api/program", json=PROFILE).json()
    edited = copy.deepcopy(program)
    edited["profile"]["red_flags"] = ["chest"]

    assert "R02" in {found["rule"] for found in client.post("/api/check", json=edited).json()}
    assert_problem(client.post("/api/programs", json=program), "schema")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"[]", "body"),
        (b'{"weeks": [{"number": Infinity}]}', "weeks.0.number"),
        (b'{"schema": "glutebot.refusal/1"}', "schema"),
    ],
)
def test_what_is_no_program_is_not_judged(client: httpx.Client, body: bytes, field: str) -> None:
    assert_problem(client.post("/api/check", content=body, headers=JSON), field)


def test_the_forms_are_published_and_hold_what_is_served(
    client: httpx.Client, repository: Path
) -> None:
    forms = {
        name: client.get(f"/api/schemas/{name}").json()
        for name in ("answer", "profile", "program", "refusal", "violation")
    }
    program = client.post("/api/program", json=PROFILE).json()
    refusal = client.post("/api/program", json=CHEST_PAIN).json()
    violation = client.post("/api/check", json={**program, "citations": []}).json()[0]
    answer = client.post(
        "/api/chat", json={"message": "Squats?"}, headers={"accept": "application/json"}
    ).json()
    del answer["conversation"]  # the chat route adds it

    for name, value in {
        "profile": PROFILE, "program": program, "refusal": refusal, "violation": violation,
        "answer": answer,
    }.items():  # fmt: skip
        jsonschema.Draft202012Validator.check_schema(forms[name])
        jsonschema.validate(value, forms[name])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**PROFILE, "days_per_week": 9}, forms["profile"])
    assert client.get("/api/schemas/secret").status_code == 404


def test_a_kept_program_is_listed_opened_renamed_and_forgotten(client: httpx.Client) -> None:
    first = keep(client, "  My\nplan ")
    second = keep(client, days_per_week=3)
    place = f"/api/programs/{first['id']}"

    opened = client.get(place).json()
    renamed = client.patch(place, json={"title": "Winter\u202e plan"}).json()
    listed = client.get("/api/programs").json()["programs"]

    assert first["title"] == "My plan"
    assert opened == first
    assert opened["program"] == client.post("/api/program", json=PROFILE).json()
    assert renamed["title"] == "Winter plan"
    assert [item["id"] for item in listed] == [first["id"], second["id"]]
    assert set(listed[0]) == {"id", "title", "created", "updated"}
    assert client.delete(place).status_code == 204
    assert client.get(place).status_code == 404


def test_a_refusal_is_not_kept(client: httpx.Client) -> None:
    reply = client.post("/api/programs", json={"profile": CHEST_PAIN})

    assert (reply.status_code, reply.json()["reason"]) == (200, "R02")
    assert client.get("/api/programs").json() == {"programs": []}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "profile"),
        ({"profile": []}, "profile"),
        ({"profile": PROFILE, "title": 3}, "title"),
        ({"profile": PROFILE, "name": "x"}, "name"),
        ({"profile": {**PROFILE, "weeks": 99}}, "weeks"),
    ],
)
def test_what_cannot_be_kept_names_its_field(
    client: httpx.Client, body: dict[str, Any], field: str
) -> None:
    assert_problem(client.post("/api/programs", json=body), field)


def test_an_empty_or_missing_title_is_refused(client: httpx.Client) -> None:
    place = f"/api/programs/{keep(client)['id']}"

    assert_problem(client.patch(place, json={"title": "\u200b "}), "title")
    for body in ({}, {"title": 3}, {"title": "x" * 201}, {"title": "x", "more": 1}):
        assert client.patch(place, json=body).status_code == 422


def test_another_visitors_program_is_like_a_missing_one(
    client: httpx.Client, stranger: httpx.Client
) -> None:
    own = keep(client)["id"]
    missing = {"title": "There is no such program."}

    for name in (own, "nowhere", "%00", "a" * 500):
        place = f"/api/programs/{name}"
        replies = [
            stranger.get(place),
            stranger.patch(place, json=missing),
            stranger.delete(place),
            stranger.get(f"{place}/export"),
            stranger.get(f"/programs/{name}/print"),
        ]
        assert [reply.status_code for reply in replies] == [404] * 5
        assert all(reply.json()["type"].endswith("not-found") for reply in replies)
    assert stranger.get("/api/programs").json() == {"programs": []}
    assert client.get(f"/api/programs/{own}").status_code == 200


def test_a_program_is_downloaded_under_a_safe_name(client: httpx.Client) -> None:
    kept = keep(client, 'Plan "x"; filename=evil.exe \u00e9\u4e2d ../..')
    replies = {
        name: client.get(f"/api/programs/{kept['id']}/export", params={"format": name})
        for name in ("json", "md", "csv")
    }

    for name, reply in replies.items():
        assert reply.status_code == 200
        assert reply.headers["content-disposition"] == (
            f'attachment; filename="glutebot-plan-x-filename-evil-exe-e.{name}"'
        )
        assert reply.headers["cache-control"] == "private, no-store"
        assert reply.headers["x-content-type-options"] == "nosniff"
    rows = list(csv.DictReader(io.StringIO(replies["csv"].text)))
    weeks = kept["program"]["weeks"]
    assert len(rows) == sum(i["sets"] for w in weeks for s in w["sessions"] for i in s["items"])
    assert replies["json"].json() == kept["program"]
    assert replies["md"].text.startswith("# Your glute program")
    assert replies["md"].headers["content-type"] == "text/markdown; charset=utf-8"


def test_an_unknown_format_is_named(client: httpx.Client) -> None:
    place = f"/api/programs/{keep(client)['id']}/export"

    assert_problem(client.get(place, params={"format": "exe"}), "format")
    assert_problem(client.get(place, params={"format": "ics"}), "start")


def test_a_calendar_is_downloaded_from_a_day_on(client: httpx.Client) -> None:
    kept = keep(client)
    when = {"format": "ics", "start": "2027-01-04", "tz": "Europe/Berlin"}

    reply = client.get(f"/api/programs/{kept['id']}/export", params=when)

    assert reply.headers["content-type"] == "text/calendar; charset=utf-8"
    assert reply.text.count("BEGIN:VEVENT") == 2 * len(kept["program"]["weeks"])


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Winter plan", "glutebot-winter-plan.md"),
        ("\u4e2d\u6587", "glutebot-program.md"),
        ("", "glutebot-program.md"),
        ("../../etc/passwd\r\nx: y", "glutebot-etc-passwd-x-y.md"),
        ("a" * 300, f"glutebot-{'a' * 60}.md"),
    ],
)
def test_file_names_are_ascii_and_short(title: str, name: str) -> None:
    assert file_name(title, "md") == name


def test_the_print_page_stands_alone_under_the_policy(client: httpx.Client) -> None:
    kept = keep(client, "<script>alert(1)</script>")

    page = client.get(f"/programs/{kept['id']}/print")

    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "<script>alert" not in page.text
    assert re.findall(r"<script(?! defer src=\"/own/)", page.text) == []
    for item in kept["program"]["weeks"][0]["sessions"][0]["items"]:
        assert item["name"] in page.text


def test_whoever_is_forgotten_is_forgotten_with_all_programs(
    client: httpx.Client, stranger: httpx.Client
) -> None:
    keep(client)
    keep(stranger)

    assert client.delete("/api/conversations").status_code == 204
    assert client.get("/api/programs").json() == {"programs": []}
    assert len(stranger.get("/api/programs").json()["programs"]) == 1


def test_a_program_of_another_version_says_so(client: httpx.Client, services: FakeServices) -> None:
    visitor = read_visitor(keep(client) and client.cookies[COOKIE], KEY)
    assert visitor
    profile = {"days_per_week": 3, "minutes_per_session": 45}
    old = {"schema": "glutebot.program/0", "profile": profile, "weeks": []}
    identity = services.programs.save(visitor, old)

    assert_problem(client.get(f"/api/programs/{identity}/export"), "program")
    assert client.get(f"/api/programs/{identity}").json()["program"] == old


def test_whoever_builds_too_often_is_told_when_to_return(services: FakeServices) -> None:
    api = create_api(services, visitor_key=KEY, limits=Limits(programs="3/minute"))
    with run_server(api.app) as url, httpx.Client(base_url=url) as client:
        program = client.post("/api/program", json=PROFILE)
        replies = [
            client.post("/api/check", content=program.content, headers=JSON),
            client.post("/api/programs", json={"profile": PROFILE}),
            client.post("/api/program", json=PROFILE),
            client.get("/api/programs"),
        ]

    assert [reply.status_code for reply in replies] == [200, 201, 429, 200]
    assert 1 <= int(replies[2].headers["retry-after"]) <= 60


def test_the_stream_gives_a_program_an_event_of_its_own() -> None:
    program = build_program(read_profile(PROFILE), shipped_catalogue()).to_json()

    events = present_event(Answered(answer=answered(status="program", program=program)))

    assert [name for name, _ in events] == ["program", "suggestions", "done"]
    assert dict(events)["program"] == program
