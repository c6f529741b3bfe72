"""A follow-up is told what is new, and again only what answers it without a doubt."""

from glutebot.answering.said import NOTHING_SAID, Said, said_before
from glutebot.answering.selection import choose_lines
from glutebot.domain.answers import Answer, Sentence, Status, Support, Turn
from support.passages import make_hit, make_passage

LINES = (
    "Beginners do well on six to twelve weekly sets.",
    "Sets are counted for each muscle.",
    "Rest about two minutes between hard sets.",
)
SETS = make_passage(*LINES, id_="sets")


def answered(*sentences: Sentence, status: Status = Status.ANSWERED) -> Turn:
    answer = Answer(
        status=status,
        text="text",
        sentences=sentences,
        engine="extractive",
        index_version="v",
    )
    return Turn(question="how many sets", answer=answer)


def quoted(text: str) -> Sentence:
    return Sentence(text=text, citations=(1,), support=Support.QUOTED)


def test_what_was_quoted_before_counts_and_fixed_lines_do_not() -> None:
    fixed = Sentence(text="See a doctor first.", support=Support.FIXED)
    said = said_before([answered(quoted(LINES[0]), fixed)])

    assert said.holds(LINES[0])
    assert said.holds("Beginners do well on six to twelve sets weekly.")
    assert not said.holds("See a doctor first.")
    assert not said.holds(LINES[2])


def test_a_refusal_and_an_open_turn_have_said_nothing() -> None:
    refused = answered(quoted(LINES[0]), status=Status.REFUSED)

    assert said_before([refused, Turn(question="and then?")]) == NOTHING_SAID


def test_a_line_that_was_said_gives_way_to_a_new_one() -> None:
    hits = [make_hit(SETS, lexical=9.0)]

    fresh = choose_lines("rest between sets", hits)
    again = choose_lines("rest between sets", hits, said=Said((LINES[1],)))

    assert LINES[1] in [candidate.line.text for candidate in fresh]
    assert LINES[1] not in [candidate.line.text for candidate in again]


def test_when_all_was_said_the_answer_is_given_again() -> None:
    chosen = choose_lines("rest between sets", [make_hit(SETS, lexical=9.0)], said=Said(LINES))

    assert LINES[2] in [candidate.line.text for candidate in chosen]
