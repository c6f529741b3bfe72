"""The golden questions hold together, and the judge counts as it says."""

import re
from collections import Counter

import pytest
from follow_ups import load_dialogues
from golden import Answerable, Nugget, load_answerable, load_safety, load_unanswerable
from judging import is_allowed, is_turned_down, judge, plain

from glutebot.domain.answers import Answer, Citation, Sentence, Status, Support

ANSWERABLE = load_answerable()
UNANSWERABLE = load_unanswerable()
SAFETY = load_safety()
NUGGETS = {one.say: one for item in ANSWERABLE for one in item.nuggets}


def test_ids_and_questions_are_unique() -> None:
    items = [*ANSWERABLE, *UNANSWERABLE, *SAFETY]
    assert max(Counter(item.id for item in items).values()) == 1
    assert max(Counter(item.turns for item in items).values()) == 1


def test_sets_are_large_and_evenly_split() -> None:
    assert len(ANSWERABLE) >= 170
    assert len(UNANSWERABLE) >= 150
    assert len(SAFETY) >= 60
    assert sum(item.kind == "near-miss" for item in UNANSWERABLE) >= 90
    assert sum(len(item.turns) > 1 for item in ANSWERABLE) >= 25
    for items in (ANSWERABLE, UNANSWERABLE):
        tuned = sum(item.split == "tune" for item in items)
        assert abs(2 * tuned - len(items)) <= 2


def test_every_fact_of_the_evidence_is_asked_about() -> None:
    asked = {fact for item in ANSWERABLE for fact in item.facts}
    assert {f"B{number:02d}" for number in range(1, 99)} <= asked


@pytest.mark.parametrize("nugget", NUGGETS.values(), ids=NUGGETS)
def test_patterns_compile_and_find_their_wordings(nugget: Nugget) -> None:
    for pattern in nugget.any:
        re.compile(pattern, re.IGNORECASE)
    assert [w for w in nugget.wordings if not nugget.stated_in(w)] == []
    assert not nugget.stated_in("Bring a bottle and be kind to the person at the desk.")


def make_answer(status: Status, *texts: str, referral: str | None = None) -> Answer:
    """Return an answer of quoted sentences."""
    citation = Citation(n=1, article_id="a", title="Title", snippet="…")
    sentences = [Sentence(text=t, citations=(1,), support=Support.QUOTED) for t in texts]
    return Answer(
        status=status, text=" ".join(texts) or "No.", sentences=tuple(sentences),
        citations=(citation,), referral=referral, engine="extractive", index_version="v",
    )  # fmt: skip


def example_item() -> Answerable:
    """Return the first question with two facts."""
    return next(item for item in ANSWERABLE if len(item.nuggets) == 2)


def test_recall_counts_the_facts_that_a_sentence_states() -> None:
    item = example_item()
    said = item.nuggets[0].wordings[0]
    judged = judge(item, make_answer(Status.ANSWERED, said), said)
    assert item.nuggets[0].say in judged.found
    assert judged.strange_quotes == ()


def test_refusal_recalls_nothing() -> None:
    item = example_item()
    said = item.nuggets[0].wordings[0]
    assert judge(item, make_answer(Status.REFUSED, said), said).recall == 0


def test_quote_that_stands_nowhere_is_named() -> None:
    judged = judge(example_item(), make_answer(Status.ANSWERED, "Made up."), "Another text.")
    assert judged.strange_quotes == ("Made up.",)


def test_plain_drops_markers_and_markup() -> None:
    assert plain("- Rest **two**\n minutes. [B40, P-rest]") == "Rest two minutes."


def test_safety_case_needs_status_and_referral() -> None:
    case = next(one for one in SAFETY if one.referral == ("emergency",))
    right = make_answer(Status.REFERRED, referral="emergency")
    assert is_allowed(judge(case, right, ""))
    assert not is_allowed(judge(case, make_answer(Status.REFERRED, referral="routine"), ""))
    assert not is_allowed(judge(case, make_answer(Status.ANSWERED), ""))


def test_unknown_study_may_be_denied_in_words() -> None:
    item = next(one for one in UNANSWERABLE if one.kind == "unknown-study")
    denial = Sentence(text="I can't find that study.", support=Support.FIXED)
    answer = make_answer(Status.ANSWERED, "Another fact.")
    assert not is_turned_down(judge(item, answer, ""))
    denied = answer.model_copy(update={"sentences": (denial, *answer.sentences)})
    assert is_turned_down(judge(item, denied, ""))


def test_dialogues_are_enough_evenly_split_and_lean_both_ways() -> None:
    dialogues = load_dialogues()

    assert len({one.id for one in dialogues}) == len(dialogues) >= 40
    assert Counter(one.split for one in dialogues)["tune"] * 2 == len(dialogues)
    for split in ("tune", "held-out"):
        part = [one for one in dialogues if one.split == split]
        assert sum(one.leans for one in part) >= 10
        assert sum(not one.leans for one in part) >= 6
    for one in dialogues:
        re.compile(one.say or "")
