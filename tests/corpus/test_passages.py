"""Articles become passages: nothing lost, nothing invented, each sentence on its own ground."""

import re

from hypothesis import given
from hypothesis import strategies as st

from glutebot.corpus.passages import MAX_PASSAGE_CHARACTERS, read_lines, split_article
from glutebot.domain.evidence import Grade
from support.asking import squeeze
from support.knowledge_files import make_article

SOURCES = [
    {"citation": "Trial 2023", "grade": "trial", "facts": ["B19", "B20"]},
    {"citation": "Review 2025", "grade": "meta-analysis", "facts": ["B24"]},
    {"citation": "Practice", "grade": "expert-practice", "facts": ["P-choice"]},
]


def lines_of(body: str, **changes: object) -> list[tuple[str, tuple[str, ...]]]:
    article = make_article(body, sources=SOURCES, **changes)
    return [(line.text, line.facts) for line in read_lines(body, article)]


def test_a_marker_grounds_the_sentences_back_to_the_one_before() -> None:
    assert lines_of("One. Two. [B19] Three. [B24, P-choice] Four.") == [
        ("One.", ("B19",)),
        ("Two.", ("B19",)),
        ("Three.", ("B24", "P-choice")),
        ("Four.", ()),
    ]


def test_a_sentence_has_the_grade_of_its_weakest_source() -> None:
    article = make_article(
        "Strong. [B24] Mixed. [B19, B24] Mine. [P-choice] Bare.", sources=SOURCES
    )

    grades = [line.grade for line in read_lines(article.body, article)]

    assert grades == [
        Grade.META_ANALYSIS,
        Grade.TRIAL,
        Grade.EXPERT_PRACTICE,
        Grade.EXPERT_PRACTICE,
    ]


def test_a_post_without_sources_is_opinion() -> None:
    article = make_article("I like it.", kind="post", sources=[])

    assert [line.grade for line in read_lines(article.body, article)] == [Grade.OPINION]


def test_a_line_carries_only_its_own_sources_and_facts() -> None:
    article = make_article("Both. [B19, P-choice]", sources=SOURCES)
    (line,) = read_lines(article.body, article)

    assert [(source.citation, source.facts) for source in line.sources] == [
        ("Trial 2023", ("B19",)),
        ("Practice", ("P-choice",)),
    ]


def test_only_the_first_sentence_of_a_block_leads() -> None:
    passage = split_article(make_article("One here. Two here. [B34]\n\n- Item here. More of it."))[
        0
    ]

    assert [line.leads for line in passage.lines] == [True, False, True, False]


def test_figures_and_abbreviations_do_not_end_a_sentence() -> None:
    text = "Gains were 1.6 ± 2.1 cm² vs. 0.5 in the upper part, e.g. near the crest."

    assert lines_of(text) == [(text, ())]


def test_passages_follow_headings_and_carry_them() -> None:
    article = make_article("Intro.\n\n## A\n\nOne.\n\n### B\n\nTwo.\n")

    passages = split_article(article)

    assert [passage.section for passage in passages] == [None, "A", "A › B"]
    assert [passage.heading for passage in passages] == [
        "Rest days",
        "Rest days › A",
        "Rest days › A › B",
    ]
    assert [passage.ordinal for passage in passages] == [0, 1, 2]


def test_a_long_section_is_split_between_its_blocks() -> None:
    body = "## A\n\n" + "\n\n".join(f"Block {n} " + "word " * 60 + "end." for n in range(9))

    passages = split_article(make_article(body))

    assert len(passages) > 1
    assert all(len(passage.text) <= MAX_PASSAGE_CHARACTERS for passage in passages)
    assert {passage.section for passage in passages} == {"A"}


def test_an_id_changes_with_what_is_shown_and_with_nothing_else() -> None:
    one, same = (split_article(make_article())[0] for _ in range(2))
    edited = split_article(make_article("## Why rest days?\n\nMuscles rest. [B34]\n"))[0]
    retitled = split_article(make_article(title="Days of rest"))[0]

    assert one.id == same.id
    assert len({one.id, edited.id, retitled.id}) == 3


def test_reader_questions_go_where_their_words_are() -> None:
    article = make_article(
        "## Sleep\n\nSleep for eight hours.\n\n## Walking\n\nWalking helps recovery.\n",
        questions=["how long should I sleep", "is walking good"],
    )

    assert [passage.questions for passage in split_article(article)] == [
        ("how long should I sleep",),
        ("is walking good",),
    ]


words = st.text("abcdefghij", min_size=2, max_size=8)
sentences = st.builds(
    lambda first, rest: " ".join([first.capitalize(), *rest]) + ".",
    words,
    st.lists(words, min_size=2, max_size=12),
)
markers = st.sampled_from(["", "", " [B19]", " [B24, P-choice]", " [B99]"])
marked = st.builds("{}{}".format, sentences, markers)
paragraphs = st.lists(marked, min_size=1, max_size=12).map(" ".join)
items = st.lists(marked, min_size=1, max_size=4).map(
    lambda found: "\n".join(f"- {s}" for s in found)
)
headings = st.builds(lambda depth, name: "#" * depth + " " + name, st.integers(1, 4), words)
documents = st.lists(st.one_of(paragraphs, items, headings), min_size=1, max_size=12)


def bare(markdown: str) -> str:
    """Return the words of generated Markdown without headings, bullets and markers."""
    kept = [part for part in markdown.splitlines() if not part.startswith("#")]
    text = " ".join(part.removeprefix("- ") for part in kept)
    return squeeze(re.sub(r" \[[^\]]*\]", "", text))


@given(documents)
def test_splitting_loses_no_sentence_and_invents_none(parts: list[str]) -> None:
    body = "\n\n".join(parts)
    passages = split_article(make_article(body, sources=SOURCES))

    assert " ".join(passage.text for passage in passages) == bare(body)
    assert [passage.ordinal for passage in passages] == list(range(len(passages)))


@given(documents, st.integers(40, 400))
def test_a_passage_keeps_its_limit_unless_one_sentence_is_longer(
    parts: list[str], limit: int
) -> None:
    article = make_article("\n\n".join(parts), sources=SOURCES)

    for passage in split_article(article, max_characters=limit):
        assert len(passage.text) <= limit or len(passage.lines) == 1


printable = st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="&")


@given(st.text(printable | st.just("\n"), max_size=400))
def test_any_text_is_split_without_a_character_of_its_own(body: str) -> None:
    article = make_article().model_copy(update={"body": body})
    shown = "".join(passage.text for passage in split_article(article))

    assert set(shown) <= set(body) | set(" ;:.")
