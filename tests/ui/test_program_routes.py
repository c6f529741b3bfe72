"""What the Program tab asks of the server: views, programs, refusals, faults, other people's."""

from typing import Any

import httpx
import pytest

from support.fake_services import FakeServices

FIELDS = {
    "days_per_week": ["3"],
    "minutes_per_session": ["45"],
    "experience": ["intermediate"],
    "preset": ["dumbbells"],
}


def build(web: httpx.Client, before: str = "", **more: list[str]) -> httpx.Response:
    return web.post("/program/build", json={"fields": FIELDS | more, "before": before})


def test_the_view_holds_the_form_and_what_is_kept(web: httpx.Client) -> None:
    empty = web.get("/program/view").text
    made: dict[str, Any] = build(web).json()
    again = web.get("/program/view", params={"program": made["id"]}).text

    assert "A program that fits" in empty
    assert 'id="gp-form"' in empty
    assert f'data-id="{made["id"]}"' in made["result"]
    assert f'href="#program/{made["id"]}"' in again
    assert 'name="days_per_week" value="3" checked' in again
    assert f'href="#program/{made["id"]}"' in web.get("/program/saved").text


def test_a_change_shows_its_difference_and_keeps_both(web: httpx.Client) -> None:
    first = build(web).json()["id"]
    second = build(web, before=first, weeks=["4"]).json()
    same = build(web, before=second["id"], weeks=["4"]).json()

    assert "<td>6</td><td>4</td>" in second["result"]
    assert first in second["saved"]
    assert "Nothing: the same answers give the same program." in same["result"]
    assert same["id"] == second["id"]


def test_a_refusal_is_shown_and_not_kept(web: httpx.Client) -> None:
    before = web.get("/api/programs").json()
    reply = build(web, health=["heart"], par_q=["2"]).json()

    assert reply["refused"]
    assert "See someone today" in reply["result"]
    assert web.get("/api/programs").json() == before


def test_a_fault_names_its_field_and_the_remedy(web: httpx.Client) -> None:
    reply = build(web, minutes_per_session=["999"])

    assert reply.status_code == 422
    assert reply.json()["field"] == "minutes_per_session"
    assert "120" in reply.json()["remedy"]


@pytest.mark.parametrize(
    "body",
    [
        {"fields": {"days_per_week": "3"}},
        {"fields": {"days_per_week": [3]}},
        {"fields": {"x": ["y" * 300]}},
        {"fields": {}, "more": 1},
        {},
    ],
)
def test_odd_bodies_are_turned_away(web: httpx.Client, body: dict[str, Any]) -> None:
    assert web.post("/program/build", json=body).status_code == 422


def test_another_visitors_program_is_like_none(web: httpx.Client, web_address: str) -> None:
    made = build(web).json()["id"]
    with httpx.Client(base_url=web_address, timeout=20) as other:
        other.get("/")
        seen = other.get("/program/view", params={"program": made})
        compared = build(other, before=made).json()

    assert seen.status_code == 404
    assert made not in seen.text
    assert "What changed" not in compared["result"]


def test_the_program_of_an_answer_opens(web: httpx.Client) -> None:
    headers = {"accept": "application/json"}
    body = {"message": "build", "conversation": None}
    answer = web.post("/api/chat", json=body, headers=headers).json()
    talk = answer["id"].partition(":")[0]
    view = web.get("/program/view", params={"answer": answer["id"]})

    assert view.status_code == 200
    assert "knee 4 of 10" in view.text
    assert len(web.get("/api/programs").json()["programs"]) == 1
    for other in (f"{talk}:9", "no such"):
        assert web.get("/program/view", params={"answer": other}).status_code == 404


def test_a_program_of_an_older_version_says_what_to_do(
    web: httpx.Client, web_services: FakeServices
) -> None:
    made = build(web).json()["id"]
    visitor = web.cookies["glutebot_visitor"].partition(".")[0]
    kept = web_services.programs.get(visitor, made)
    old = web_services.programs.save(visitor, {**kept, "schema": "glutebot.program/0"})

    reply = web.get("/program/view", params={"program": old})

    assert reply.status_code == 422
    assert "another version" in reply.json()["detail"]
