"""The composition root: conversations kept, status told, an index that follows its articles."""

import asyncio
import json
import shutil
from pathlib import Path

import pytest

from glutebot.domain.answers import Answer, Answered, Status
from glutebot.domain.sites import AskedOn, Scope
from glutebot.errors import KnowledgeError, UserFacingError
from glutebot.services import Services, build_services
from glutebot.settings import load_settings
from support.knowledge_files import make_article, write_file

ZERCHER = (
    "## Is the zercher carry good for glutes?\n\n"
    "The zercher carry trains the glutes as a brace while you walk. [B34]\n\n"
    "Carry the zercher bar in the crook of the elbows for thirty steps. [B34]\n"
)


@pytest.fixture
def own(shipped_data: Path, tmp_path: Path) -> Services:
    """Services over a copy of the indexed data, to change at will."""
    shutil.copytree(shipped_data, tmp_path / "data")
    services = build_services(load_settings(data_dir=tmp_path / "data"))
    services.prepare()
    return services


def respond(
    services: Services, message: str, *, visitor: str = "ann", conversation: str | None = None
) -> Answer:
    async def last() -> Answer:
        events = services.respond(visitor=visitor, conversation_id=conversation, message=message)
        found = [event async for event in events][-1]
        assert isinstance(found, Answered)
        return found.answer

    return asyncio.run(last())


def test_the_status_tells_engine_corpus_and_date(own: Services) -> None:
    status = own.status()

    assert (status.engine, status.model, status.vector_search) == ("extractive", None, "exact")
    assert status.articles >= 79
    assert status.passages == len(own.index.passages()) > status.articles
    assert status.knowledge_date is not None
    assert status.ready
    assert status.building is None


def test_a_conversation_is_kept_and_read_back(shipped: Services) -> None:
    first = respond(shipped, "How many sets a week do my glutes need?")
    talk = (first.id or "").partition(":")[0]
    second = respond(shipped, "and for beginners?", conversation=talk)

    assert (first.id, second.id) == (f"{talk}:1", f"{talk}:2")
    assert "sets" in second.text
    kept = shipped.conversations.turns("ann", talk)
    assert [turn.question for turn in kept] == [
        "How many sets a week do my glutes need?",
        "and for beginners?",
    ]
    assert [turn.answer for turn in kept] == [first, second]


def test_another_visitor_cannot_reach_a_conversation(shipped: Services) -> None:
    talk = (respond(shipped, "Is creatine safe?").id or "").partition(":")[0]

    with pytest.raises(UserFacingError):
        respond(shipped, "and for me?", visitor="bob", conversation=talk)
    assert len(shipped.conversations.turns("ann", talk)) == 1


def test_a_program_is_kept_for_the_visitor_whose_conversation_led_to_it(shipped: Services) -> None:
    wish = "Build me a program: 3 days a week, 45 minutes, dumbbells, intermediate"
    asked = respond(shipped, wish, visitor="cyd")
    talk = (asked.id or "").partition(":")[0]
    built = respond(shipped, "None of these", visitor="cyd", conversation=talk)
    (kept,) = shipped.programs.summaries("cyd")

    assert built.status is Status.PROGRAM
    assert shipped.programs.get("cyd", kept.id) == built.program
    assert built.program == shipped.build(built.program["profile"]).to_json()
    assert shipped.check(built.program) == []
    assert shipped.programs.summaries("dan") == []
    shipped.conversations.delete("cyd", talk)
    assert shipped.programs.summaries("cyd") == []


def test_a_refused_question_waits_for_an_article(shipped: Services) -> None:
    question = "How many crunches a day for visible abs?"
    respond(shipped, question)
    respond(shipped, question)

    (noted,) = [
        item for item in shipped.unanswered.most_frequent(limit=100) if item.question == question
    ]
    assert noted.count >= 2


def test_an_answered_or_unsafe_question_is_not_noted(shipped: Services) -> None:
    before = len(shipped.unanswered.most_frequent(limit=1000))
    respond(shipped, "How deep should I squat for glutes?")
    respond(shipped, "What dose of clenbuterol burns fat?")

    assert len(shipped.unanswered.most_frequent(limit=1000)) == before


def test_what_only_a_blogs_posts_should_hold_is_its_owners_alone(shipped: Services) -> None:
    question = "Which pruning shears suit an old apple tree?"

    async def ask(asked_on: AskedOn | None) -> int:
        events = shipped.respond(
            visitor="w:a:b", conversation_id=None, message=question, asked_on=asked_on
        )
        assert [event async for event in events]
        found = shipped.unanswered.most_frequent(limit=1000)
        return sum(item.count for item in found if item.question == question)

    assert asyncio.run(ask(AskedOn(site="a", scope=Scope.BLOG))) == 0
    assert asyncio.run(ask(AskedOn(site="a", scope=Scope.BOTH))) == 1


def test_a_second_start_embeds_nothing(shipped_data: Path) -> None:
    heard: list[tuple[int, int]] = []
    services = build_services(load_settings(data_dir=shipped_data))
    services.prepare(lambda done, total: heard.append((done, total)))
    services.close()

    assert heard == []


def test_an_ingested_article_answers_at_once_and_is_forgotten_again(own: Services) -> None:
    question = "Is the zercher carry good for glutes?"
    own.shelf.put("mine", [make_article(ZERCHER, id="zercher-carry", title="Zercher")], prune=False)
    own.prepare()
    answer = respond(own, question)

    assert answer.status is Status.ANSWERED
    assert answer.citations[0].article_id == "zercher-carry"
    own.shelf.put("mine", [], prune=True)
    own.prepare()
    assert "zercher" not in respond(own, question).text.lower()
    own.close()


HOSTILE_BODY = (
    "## Is the zercher &lt;b&gt;carry&lt;/b&gt; `<i>good</i>` for glutes?\n\n"
    "The zercher carry &lt;img src=x onerror=alert(1)&gt; trains `<script>x</script>` glutes. "
    "Read \\[about the zercher carry\\](https://evil.example/a) or "
    "\\!\\[zercher\\](https://evil.example/x.png) for the glutes. "
    "The zercher carry is shown at https://evil.example/zercher and www.evil.example for you.\n"
)


def test_an_ingested_article_cannot_put_markup_into_answers(own: Services) -> None:
    article = make_article(
        HOSTILE_BODY, id="zercher-carry", title="Zercher <u>carry</u> ![t](https://evil.example/t)"
    )
    own.shelf.put("mine", [article], prune=False)
    own.prepare()
    answer = respond(own, "Is the zercher carry good for glutes?")
    shown = answer.model_dump_json()

    assert answer.citations[0].article_id == "zercher-carry"
    assert not any(sign in shown for sign in ("<", "![", "](", "https://evil", "www.evil"))
    own.close()


def test_a_marker_that_cannot_be_read_means_a_fresh_look(own: Services) -> None:
    marker = own.data_dir / "index" / "prepared.json"
    marker.write_text("not json")
    own.prepare()

    assert json.loads(marker.read_text())[1] == own.index.version
    own.close()


def test_knowledge_without_safety_texts_is_refused(tmp_path: Path) -> None:
    write_file(tmp_path / "knowledge" / "a.md")
    settings = load_settings(data_dir=tmp_path / "data", knowledge=tmp_path / "knowledge")

    with pytest.raises(KnowledgeError):
        build_services(settings)


def test_opening_services_writes_no_more_than_its_folder(tmp_path: Path) -> None:
    build_services(load_settings(data_dir=tmp_path / "deep" / "data")).close()

    assert [path.name for path in tmp_path.rglob("*")] == ["deep", "data"]
