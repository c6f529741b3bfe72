"""What is said of a program in the answering room: in the contract's form, safety first."""

import asyncio
import json
from pathlib import Path

import jsonschema
import pytest

from glutebot.answering.answerer import Answerer
from glutebot.answering.replies import load_replies
from glutebot.answering.triage import load_safety_rules
from glutebot.domain.answers import Answer, Answered, Cited, Event, Status, Support, Text
from glutebot.errors import KnowledgeError
from glutebot.services import Services
from support.asking import ask, ask_events, ask_turns

READY = ("program please, 3 days, 60 min, full gym, advanced", "none of these")


@pytest.fixture(scope="module")
def schema(repository: Path) -> dict[str, object]:
    path = repository / "tests" / "data" / "schemas" / "answer.schema.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


def answers(services: Services, *turns: str) -> list[Answer]:
    return asyncio.run(ask_turns(services, turns))


def test_a_whole_walk_keeps_to_the_contract(shipped: Services, schema: dict[str, object]) -> None:
    walk = answers(
        shipped, *READY, "make it 4 days", "What is RIR?", "yes", "drop the lunges", "no"
    )

    assert [answer.status.value for answer in walk] == [
        "clarify", "program", "clarify", "answered", "program", "clarify", "clarify",
    ]  # fmt: skip
    for answer in walk:
        jsonschema.validate(answer.model_dump(mode="json"), schema)
        assert answer.text.startswith(answer.sentences[0].text)


def test_a_program_cites_what_its_text_rests_on(shipped: Services) -> None:
    answer = answers(shipped, *READY)[-1]

    assert answer.program is not None
    assert [citation.n for citation in answer.citations] == [1, 2]
    used = [number for sentence in answer.sentences for number in sentence.citations]
    assert sorted(set(used)) == [1, 2]
    listed = {citation["article_id"] for citation in answer.program["citations"]}
    assert {citation.article_id for citation in answer.citations} <= listed
    assert all(sentence.support is Support.FIXED for sentence in answer.sentences)
    assert answer.text.count("[1]") == 1


def test_the_events_show_the_text_before_the_answer(shipped: Services) -> None:
    events: list[Event] = asyncio.run(ask_events(shipped, READY[0] + ", nothing else"))

    assert isinstance(events[-1], Answered)
    shown = "".join(event.text for event in events if isinstance(event, Text))
    assert shown == events[-1].answer.text
    assert sum(isinstance(event, Cited) for event in events) <= 1


def test_a_proposal_names_each_change_with_its_rules(shipped: Services) -> None:
    answer = answers(shipped, *READY, "make it 4 days")[-1]

    assert answer.status is Status.CLARIFY
    assert answer.proposal is not None
    changes = answer.proposal["changes"]
    assert {"what", "from", "to", "why", "rules"} == set(changes[0])
    assert (changes[0]["from"], changes[0]["to"]) == ("3 days a week", "4 days a week")
    assert all(change["rules"] and change["why"] for change in changes)
    assert len(answer.proposal["program"]["weeks"][0]["sessions"]) == 4
    assert answer.program is None


def test_safety_lines_go_before_the_coach(shipped: Services) -> None:
    answer = ask(shipped, "I'm 20 weeks pregnant, build me a program")

    assert answer.status is Status.CLARIFY
    assert "midwife" in answer.sentences[0].text
    assert answer.referral == "routine"
    assert answer.intake is not None
    assert answer.intake.asked == "pregnancy"


def test_no_tap_is_taken_for_an_emergency(shipped: Services) -> None:
    for label in ("None of these", "Under 18", "Pregnant or birth in the last year",
                  "Heart, chest pain, fainting", "Recent surgery", "Pain"):  # fmt: skip
        asked = ask(shipped, READY[0])
        assert asked.intake is not None
        chosen = next(one for one in asked.intake.choices if one.label == label)
        answer = ask(shipped, READY[0], chosen.message)
        assert answer.referral in (None, "routine"), label
        assert answer.intake is not None, label


def test_thanks_do_not_swallow_an_answer(shipped: Services) -> None:
    assert ask(shipped, READY[0], "none of these, thanks").status is Status.PROGRAM
    assert ask(shipped, READY[0], "thanks").sentences[0].text.startswith("You are welcome")


def test_a_file_needs_a_program_first(shipped: Services) -> None:
    before = ask(shipped, "Export this to Liftosaur please")
    after = ask(shipped, *READY, "Send me all weeks as a spreadsheet and calendar")

    assert before.text.startswith("A file needs a program first")
    assert before.intake is not None
    assert before.intake.asked == "days_per_week"
    assert "CSV" in after.text
    assert after.status is Status.CLARIFY


def test_a_file_wish_inside_a_walk_goes_on_with_the_question(shipped: Services) -> None:
    answer = ask(shipped, "build me a plan, 3 days", "can you export it as a pdf")

    assert answer.intake is not None
    assert answer.intake.asked == "minutes_per_session"


def test_what_the_coach_cannot_read_may_be_a_question(shipped: Services) -> None:
    asked = ask(shipped, "build me a plan", "hip thrust setup and foot position")
    unread = ask(shipped, "build me a plan", "asdf qwer zxcv")

    assert asked.status is Status.ANSWERED
    assert unread.status is Status.CLARIFY
    assert unread.intake is not None


def test_questions_are_answered_where_programs_cannot_be_built(
    shipped: Services, repository: Path
) -> None:
    def fail() -> object:
        raise KnowledgeError("is missing.", field="intake.yaml")

    answerer = Answerer(
        shipped.library.corpus,
        load_safety_rules(repository / "knowledge" / "safety"),
        load_replies(repository / "knowledge" / "protocols" / "replies.yaml"),
        coach=fail,  # type: ignore[arg-type]
    )

    async def last(message: str) -> Answer:
        found = [event async for event in answerer.answer(message)][-1]
        assert isinstance(found, Answered)
        return found.answer

    assert asyncio.run(last("Do I have to train to failure?")).status is Status.ANSWERED
    assert asyncio.run(last("Build me a program")).intake is None
