"""Citations: one number per passage and grade, in order of need, never a borrowed grade."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glutebot.answering.citations import SNIPPET_LIMIT, CitationList, shorten
from glutebot.domain.evidence import Grade
from support.passages import make_line, make_passage

TRIAL = make_line("Glutes grew equally on MRI.", "B19", "B20")
PRACTICE = make_line("Do both.", grade=Grade.EXPERT_PRACTICE)
ONE = make_passage(TRIAL, PRACTICE, id_="one", title="One", section="Why?")
TWO = make_passage(TRIAL, id_="two", title="Two")


def test_numbers_run_from_one_in_order_of_need() -> None:
    cited = CitationList()

    assert [cited.add(TWO, [TRIAL]), cited.add(ONE, [TRIAL]), cited.add(TWO, [TRIAL])] == [1, 2, 1]
    assert [(c.n, c.passage_id) for c in cited.citations] == [(1, "two"), (2, "one")]


def test_one_passage_has_a_number_for_each_grade() -> None:
    cited = CitationList()
    numbers = [cited.add(ONE, [TRIAL]), cited.add(ONE, [PRACTICE])]

    assert numbers == [1, 2]
    assert [c.evidence for c in cited.citations] == [Grade.TRIAL, Grade.EXPERT_PRACTICE]


def test_lines_together_have_the_grade_of_the_weakest() -> None:
    cited = CitationList()
    cited.add(ONE, [TRIAL, PRACTICE])

    assert [c.evidence for c in cited.citations] == [Grade.EXPERT_PRACTICE]


def test_a_citation_points_at_something() -> None:
    with pytest.raises(ValueError, match="at least one line"):
        CitationList().add(ONE, [])


def test_a_citation_carries_what_a_reader_needs_to_check_it() -> None:
    cited = CitationList()
    dated = ONE.model_copy(update={"date": datetime.date(2026, 1, 2), "author": "A. Coach"})
    cited.add(dated, [TRIAL])
    cited.add(dated, [TRIAL])
    (citation,) = cited.citations

    assert citation.snippet == TRIAL.text
    assert citation.facts == ("B19", "B20")
    assert (citation.article_id, citation.title, citation.section) == ("article-one", "One", "Why?")
    assert (citation.date, citation.author) == ("2026-01-02", "A. Coach")
    assert [study.citation for study in citation.studies] == [TRIAL.sources[0].citation]


def test_a_snippet_shows_where_sentences_were_left_out() -> None:
    passage = make_passage("One here.", "Two here.", "Three here.", "Four here.", id_="four")
    cited = CitationList()
    for place in (3, 0, 1):
        cited.add(passage, [passage.lines[place]])

    assert cited.citations[0].snippet == "One here. Two here. … Four here."


def test_a_long_passage_is_shown_in_part() -> None:
    cited = CitationList()
    line = make_line("word " * 100 + "end.")
    cited.add(make_passage(line), [line])

    assert len(cited.citations[0].snippet) <= SNIPPET_LIMIT
    assert cited.citations[0].snippet.endswith("word…")


@given(st.text(max_size=80), st.integers(2, 40))
def test_shortening_keeps_the_limit_and_the_beginning(text: str, limit: int) -> None:
    short = shorten(text, limit)

    assert len(short) <= limit
    assert short == text or text.startswith(short[:-1])
