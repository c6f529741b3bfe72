"""The extractive engine: whole sentences, each with its citation, computed figures first."""

from glutebot.answering.citations import CitationList
from glutebot.answering.extractive import quote
from glutebot.answering.selection import MAX_SENTENCES
from glutebot.answering.vocabulary import read_vocabulary
from glutebot.domain.answers import Support
from support.passages import make_hit, make_line, make_passage

SQUATS = make_passage(
    make_line("Squats and thrusts grew the glutes equally.", "B19"),
    make_line("Thighs grew more with squats.", "B19"),
    id_="squats",
)
VOCABULARY = read_vocabulary([SQUATS])


def test_sentences_stand_as_they_do_in_the_passage() -> None:
    citations = CitationList()
    sentences = list(quote("squats or thrusts", [make_hit(SQUATS)], citations, VOCABULARY))

    assert [sentence.text for sentence in sentences] == [line.text for line in SQUATS.lines]
    assert {sentence.support for sentence in sentences} == {Support.QUOTED}
    assert {sentence.citations for sentence in sentences} == {(1,)}
    assert [citation.passage_id for citation in citations.citations] == ["squats"]


def test_a_computed_figure_comes_first_and_counts() -> None:
    long = make_passage(
        make_line("Estimate a maximum as weight times 1 plus reps over 30.", "B47"),
        *(f"Sentence number {word} speaks of things." for word in "abcdefg"),
    )
    hits = [make_hit(long), make_hit(SQUATS)]

    sentences = list(quote("1RM from 100 kg for 5 reps?", hits, CitationList(), VOCABULARY))

    assert sentences[0].support is Support.COMPUTED
    assert sentences[0].citations == (1,)
    assert 2 <= len(sentences) <= MAX_SENTENCES


def test_nothing_found_says_nothing() -> None:
    assert list(quote("squats", [], CitationList(), VOCABULARY)) == []
