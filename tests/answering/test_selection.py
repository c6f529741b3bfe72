"""The choice of sentences: from the right passage, in reading order, none twice, none orphaned."""

from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from glutebot.answering.selection import (
    MAX_CHARACTERS,
    MAX_SENTENCES,
    Candidate,
    choose_lines,
)
from glutebot.answering.words import leans_on_another
from glutebot.domain.articles import Hit
from support.passages import make_hit, make_line, make_passage

SPINE = make_passage(
    "Squats and hip thrusts grew the glutes equally.",
    "They were compared for nine weeks on scans.",
    "Thigh growth favoured the squat group.",
    id_="spine",
)


def texts(chosen: list[Candidate]) -> list[str]:
    return [candidate.line.text for candidate in chosen]


def test_nothing_found_is_nothing_chosen() -> None:
    assert choose_lines("squats", []) == []


def test_the_limit_holds_for_one_long_passage_too() -> None:
    assert texts(choose_lines("growth", [make_hit(SPINE)], limit=2)) == [
        line.text for line in SPINE.lines[:2]
    ]


def test_an_answer_stays_short_enough_for_a_phone() -> None:
    hits = [
        make_hit(
            make_passage(" ".join(f"{letter}{n}word" for n in range(33)) + " growth.", id_=letter),
            lexical=9.0,
        )
        for letter in "abcdefghij"
    ]

    said = texts(choose_lines("growth", hits))

    assert len(said) == 4
    assert sum(map(len, said)) <= MAX_CHARACTERS


def test_the_nearest_passage_is_the_spine_in_its_own_order() -> None:
    far = make_passage("Sleep eight hours for better recovery.", id_="far")
    hits = [make_hit(SPINE, 0.8), make_hit(far, 0.2)]

    assert texts(choose_lines("squats or thrusts", hits)) == [line.text for line in SPINE.lines]


def test_other_passages_add_what_the_spine_lacks() -> None:
    more = make_passage("Creatine adds about a kilogram of lean mass.", id_="more")
    hits = [make_hit(SPINE, 0.8, lexical=9.0), make_hit(more, 0.75, lexical=8.0)]
    question = "hip thrusts or creatine for lean mass"

    assert "Creatine adds about a kilogram of lean mass." in texts(choose_lines(question, hits))


def test_a_sentence_that_shares_only_a_common_word_with_the_question_is_left_out() -> None:
    band = make_passage("A light band around the knees is a cue for squats.", id_="band")
    fat = make_passage("Squats do not burn the fat of the butt.", id_="fat")
    hits = [make_hit(band, 0.6, lexical=9.0), make_hit(fat, 0.6, lexical=4.0)]
    common = {"squat": 0.2}

    chosen = choose_lines("band in squats", hits, lambda stem: common.get(stem, 1.0))

    assert texts(chosen) == ["A light band around the knees is a cue for squats."]


def test_what_was_said_is_not_said_again_in_other_words() -> None:
    again = make_passage("Hip thrusts and squats equally grew the glutes.", id_="again")
    hits = [make_hit(SPINE, 0.8), make_hit(again, 0.79)]

    assert texts(choose_lines("growth", hits)) == [line.text for line in SPINE.lines]


def test_a_leaning_sentence_comes_only_behind_the_one_it_leans_on() -> None:
    passage = make_passage(
        "Opening words of the passage stand here.",
        "Middle words that nobody asked for.",
        "More words stand between them.",
        "Lifting belts are optional for most people.",
        "This holds for beginners as well.",
        "It also holds for older lifters.",
    )
    chosen = choose_lines("gear", [make_hit(passage, 0.7, [0.5, 0.5, 0.4, 0.0, 0.9, 0.8])])

    assert "This holds for beginners as well." not in texts(chosen)
    assert "It also holds for older lifters." not in texts(chosen)


def test_an_unsupported_leaner_is_not_taken_from_another_passage() -> None:
    other = make_passage("These gains were seen in trained women only.", id_="other")
    hits = [make_hit(SPINE, 0.8), make_hit(other, 0.8)]

    assert "These gains were seen in trained women only." not in texts(choose_lines("gains", hits))


def test_sentences_with_figures_and_sources_are_preferred() -> None:
    passage = make_passage(
        make_line("Opening sentence of the passage."),
        make_line("Alpha words say it plainly."),
        make_line("Beta words say it plainly."),
        make_line("Gamma words say it plainly."),
        make_line("Delta grew by 6.7 % in ten weeks.", "B22"),
    )

    chosen = choose_lines("growth", [make_hit(passage, lexical=9.0)])

    assert "Delta grew by 6.7 % in ten weeks." in texts(chosen)


WORDS = ["squat", "thrust", "hinge", "glute", "growth", "depth", "week", "load", "knee", "band"]
line_texts = st.builds(
    lambda lead, words: f"{lead} {' '.join(words)}.".strip().capitalize(),
    st.sampled_from(["", "", "it", "this", "they", "however"]),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=40),
)
scores = st.floats(0, 1, allow_nan=False)


@st.composite
def hit_lists(draw: st.DrawFn) -> list[Hit]:
    """Return up to six hits over random passages."""
    hits = []
    for number in range(draw(st.integers(0, 6))):
        passage = make_passage(
            *draw(st.lists(line_texts, min_size=1, max_size=7, unique=True)), id_=f"p{number}"
        )
        near = draw(st.lists(scores, min_size=len(passage.lines), max_size=len(passage.lines)))
        hits.append(make_hit(passage, draw(scores), near))
    return hits


@given(hit_lists(), st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join))
def test_a_choice_keeps_its_limits_and_its_order(hits: list[Hit], question: str) -> None:
    chosen = choose_lines(question, hits)
    said = texts(chosen)
    places = [(candidate.passage.id, candidate.place) for candidate in chosen]

    assert len(chosen) <= MAX_SENTENCES
    assert sum(map(len, said)) <= MAX_CHARACTERS or len({id_ for id_, _ in places}) == 1
    assert len(set(said)) == len(said)
    runs = [
        (id_, [place for _, place in run]) for id_, run in groupby(places, lambda pair: pair[0])
    ]
    assert len({id_ for id_, _ in runs}) == len(runs)
    assert all(run == sorted(set(run)) for _, run in runs)


@given(hit_lists(), st.sampled_from(WORDS))
def test_no_sentence_points_at_one_that_is_not_there(hits: list[Hit], question: str) -> None:
    chosen = choose_lines(question, hits)

    for number, candidate in enumerate(chosen):
        if leans_on_another(candidate.line.text):
            assert number > 0
            assert chosen[number - 1].passage.id == candidate.passage.id
            assert chosen[number - 1].place == candidate.place - 1


@given(hit_lists(), st.sampled_from(WORDS))
def test_the_same_hits_give_the_same_choice(hits: list[Hit], question: str) -> None:
    assert texts(choose_lines(question, hits)) == texts(choose_lines(question, hits))
