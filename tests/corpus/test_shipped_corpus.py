"""The shipped articles and guides: grounded, agreed on their sources, and safe to lift from."""

import datetime
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from glutebot.corpus.files import load_articles
from glutebot.corpus.lint import lint_folder
from glutebot.corpus.passages import MARKER, split_article
from glutebot.domain.articles import Article, Line, Passage

ROOT = Path(__file__).parents[2]
KNOWLEDGE = ROOT / "knowledge"
DATA = ROOT / "tests" / "data"

CHIP_CHARACTERS = 60
"""A heading or title is offered as a follow-up chip and named inside a sentence."""
GUIDE_HEADINGS = (
    r"How do I do an? {name}\?",
    r"Which muscles does the {name} train\?",
    r"What are common {name} mistakes\?",
    r"What can I do instead of the {name}\?",
    r"Who should be careful with the {name}\?",
)
AREA_WORDS = {
    "low-back": r"low-? ?back|lower back",
    "sit-bone": r"sit-bone",
    "side-of-hip": r"outer (?:side of the )?hip",
    "front-of-hip": r"front[- ]of[- ](?:the )?hip|front of the hip",
    "knee": r"\bknee|kneecap",
    "groin": r"\bgroin\b",
    "shoulder": r"\bshoulder",
    "wrist": r"\bwrist",
}
LEANING_OPENINGS = re.compile(
    r"^(?:This|That|It|They|He|She|These|Those|Such|However|But|So|Also|And|Or|Yes|No|Instead|Then"
    r"|Therefore|Thus|Here|Its|Their|Them|Otherwise|Similarly|Likewise|Meanwhile|Another|Neither"
    r"|Afterwards|Above|Below|See|For example|For instance|In contrast|Both groups)\b"
)
GROWTH_FROM_SIGNAL = re.compile(r"\b(?:EMG|signal|activity)\b.*\b(?:grew|grows|growth)\b")
DENIAL = re.compile(
    r"\b(?:not?|nothing|never|cannot|rather than|failed to|disagree|differed little|thin ground"
    r"|growth trials give)\b|n't",
    re.IGNORECASE,
)


@cache
def shipped() -> tuple[Article, ...]:
    """Load the shipped articles and guides once."""
    return tuple(
        article
        for folder in ("articles", "exercises")
        for article in load_articles(KNOWLEDGE / folder)
    )


@cache
def guides() -> tuple[Article, ...]:
    """Return the exercise guides."""
    return tuple(article for article in shipped() if article.kind == "exercise")


@cache
def read_data(name: str) -> Any:
    """Read a test table."""
    text = (DATA / name).read_text(encoding="utf-8")
    return json.loads(text) if name.endswith(".json") else yaml.safe_load(text)


def all_lines() -> Iterator[tuple[Article, Passage, Line]]:
    """Yield every sentence with the passage and article that hold it."""
    for article in shipped():
        for passage in split_article(article):
            for line in passage.lines:
                yield article, passage, line


def paragraphs(article: Article) -> list[str]:
    """Return the paragraphs and list items of a body, without headings."""
    text = re.sub(r"^#+ .*$", "\n", article.body, flags=re.MULTILINE)
    return [block.strip() for block in re.split(r"\n\s*\n|\n(?=- )", text) if block.strip()]


def facts_in(article: Article) -> set[str]:
    """Return every fact id that a marker of the body names."""
    return {
        fact.strip() for marker in MARKER.finditer(article.body) for fact in marker[1].split(",")
    }


def section_text(guide: Article, start: str) -> str:
    """Return the text of the section whose heading starts with these words."""
    return " ".join(
        passage.text
        for passage in split_article(guide)
        if (passage.section or "").startswith(start)
    )


def test_the_corpus_is_there_and_the_linter_finds_nothing() -> None:
    assert len(guides()) == 49
    assert len(shipped()) - len(guides()) >= 90
    assert lint_folder(KNOWLEDGE, today=datetime.date(2026, 11, 24)) == []


def test_front_matter_is_complete_and_lists_the_facts_that_the_body_uses() -> None:
    for article in shipped():
        assert article.summary, article.id
        assert len(article.summary) <= 200, article.id
        assert article.topics, article.id
        assert article.questions, article.id
        assert article.reviewed, article.id
        used = facts_in(article)
        assert set(article.facts) == used, article.id
        assert {fact for source in article.sources for fact in source.facts} == used, article.id


def test_every_paragraph_ends_with_its_ground() -> None:
    bare = [
        (article.id, block[-70:])
        for article in shipped()
        for block in paragraphs(article)
        if not re.search(r"\]$", block)
    ]
    assert bare == []


def test_every_sentence_has_a_fact_and_a_source() -> None:
    assert [
        (article.id, line.text)
        for article, _, line in all_lines()
        if not line.facts or not line.sources
    ] == []


def test_sources_of_facts_agree_with_the_table() -> None:
    table = read_data("fact_sources.yaml")
    known = {
        (fact, entry["citation"], entry.get("doi"), entry["grade"])
        for fact, entries in table.items()
        for entry in entries
    }
    cited = {
        (article.id, fact, source.citation, source.doi, source.grade.value)
        for article in shipped()
        for source in article.sources
        for fact in source.facts
        if fact.startswith("B")
    }
    assert [entry for entry in sorted(cited, key=str) if entry[1:] not in known] == []


def test_each_work_has_one_doi_and_one_grade() -> None:
    seen: dict[str, set[tuple[str | None, str]]] = defaultdict(set)
    for entries in read_data("fact_sources.yaml").values():
        for entry in entries:
            seen[entry["citation"]].add((entry.get("doi"), entry["grade"]))
    assert {citation: found for citation, found in seen.items() if len(found) > 1} == {}


def test_a_practice_id_means_one_thing_everywhere() -> None:
    seen: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for article in shipped():
        for source in article.sources:
            for fact in source.facts:
                if fact.startswith("P-"):
                    seen[fact].add((source.citation, source.grade.value))
                    assert source.doi is None, (article.id, fact)
                    assert source.grade.value in {"expert-practice", "opinion"}, (article.id, fact)
    assert {fact: found for fact, found in seen.items() if len(found) > 1} == {}


def test_the_disputed_study_is_named_in_one_article_only() -> None:
    assert [article.id for article in shipped() if "B21" in facts_in(article)] == [
        "disputed-studies"
    ]
    assert [
        line.text for _, _, line in all_lines() if "B21" in line.facts and len(line.facts) > 1
    ] == []


def test_preprints_are_called_preprints() -> None:
    table = read_data("fact_sources.yaml")
    for fact in ("B28", "B29"):
        assert all("preprint" in entry["citation"] for entry in table[fact])
    named = re.compile(r"\b67 studies|2,058|fractional|indirect sets|sets per session found", re.I)
    assert [
        (article.id, line.text)
        for article, _, line in all_lines()
        if {"B28", "B29"} & set(line.facts)
        and not any(fact.startswith("P-") for fact in line.facts)
        and named.search(line.text)
        and "preprint" not in line.text
    ] == []


def test_the_thrust_trial_always_comes_with_its_conflict_of_interest() -> None:
    cited = {source.citation for _, _, line in all_lines() for source in line.sources}
    plotkin = [citation for citation in cited if citation.startswith("Plotkin")]
    assert plotkin
    assert all("sells glute programs" in citation for citation in plotkin)


def test_signal_is_never_worded_as_growth() -> None:
    assert [
        (article.id, line.text)
        for article, _, line in all_lines()
        if GROWTH_FROM_SIGNAL.search(line.text) and not DENIAL.search(line.text)
    ] == []


def test_no_sentence_stands_twice() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for article, _, line in all_lines():
        places[line.text.casefold()].append(article.id)
    assert {text: found for text, found in places.items() if len(found) > 1} == {}


def test_sentences_stand_alone_and_can_be_read_aloud() -> None:
    for article, _, line in all_lines():
        assert not LEANING_OPENINGS.match(line.text), (article.id, line.text)
        assert len(line.text) >= 25, (article.id, line.text)
        assert len(line.text.split()) <= 46, (article.id, line.text)
        assert "!" not in line.text, (article.id, line.text)


def test_no_inline_markup_or_links() -> None:
    markup = re.compile(r"\*|`|<[a-z/]|!\[|\]\(|^# |https?:|\|", re.MULTILINE)
    assert [article.id for article in shipped() if markup.search(article.body)] == []


def test_titles_can_be_named_inside_a_sentence() -> None:
    titles = [article.title for article in shipped()]
    assert len(set(titles)) == len(titles)
    for title in titles:
        assert len(title) <= CHIP_CHARACTERS, title
        assert not re.search(r"[?!\"/]|\.$", title), title
        assert not re.match(r"(?:How|What|When|Which|Why|Do|Does|Can|Should|Is|Are)\b", title), (
            title
        )


def test_guide_headings_are_five_questions_that_fit_a_chip() -> None:
    for guide in guides():
        headings = re.findall(r"^## (.+)$", guide.body, re.MULTILINE)
        assert len(headings) == len(GUIDE_HEADINGS), guide.id
        assert all(len(heading) <= CHIP_CHARACTERS for heading in headings), guide.id
        name = re.escape(
            headings[1].removeprefix("Which muscles does the ").removesuffix(" train?")
        )
        for heading, pattern in zip(headings, GUIDE_HEADINGS, strict=True):
            assert re.fullmatch(pattern.format(name=name), heading), (guide.id, heading)


def test_guides_hold_the_catalogue() -> None:
    catalogue = {entry["id"]: entry for entry in read_data("catalogue.json")}
    assert {guide.id for guide in guides()} == set(catalogue)
    for guide in guides():
        assert guide.exercise is not None, guide.id
        expected = {key: value for key, value in catalogue[guide.id].items() if key != "id"}
        assert json.loads(guide.exercise.model_dump_json()) == expected, guide.id
        assert guide.levels == (guide.exercise.level,), guide.id


def test_easier_and_harder_forms_exist() -> None:
    ids = {guide.id for guide in guides()}
    for guide in guides():
        assert guide.exercise is not None
        assert {*guide.exercise.easier, *guide.exercise.harder} <= ids - {guide.id}, guide.id


@pytest.mark.parametrize("area", sorted(AREA_WORDS))
def test_guides_name_the_painful_areas_that_exclude_them(area: str) -> None:
    rule = read_data("pain_exclusions.json")["areas"][area]
    limit = rule.get("max_axial_load", 3)
    for guide in guides():
        assert guide.exercise is not None
        if guide.id in rule["exclude"] or guide.exercise.axial_load > limit:
            text = section_text(guide, "Who should be careful")
            assert re.search(AREA_WORDS[area], text, re.IGNORECASE), (guide.id, area)


def test_guides_say_when_pregnancy_leaves_an_exercise_out() -> None:
    for guide in guides():
        assert guide.exercise is not None
        if {"PS", "PAB"} & set(guide.exercise.exclude_on):
            assert "week 16 of pregnancy" in section_text(guide, "Who should") or re.search(
                r"pregnancy .* from about week 16", section_text(guide, "Who should")
            ), guide.id


def test_adduction_is_never_offered_for_abduction() -> None:
    assert [
        line.text
        for _, _, line in all_lines()
        if re.search(r"\badduction\b", line.text)
        and re.search(r"\breplaces?\b|\binstead\b|\bswap", line.text)
        and not re.search(r"\bnot\b|\bnever\b", line.text)
    ] == []


@pytest.mark.parametrize(
    ("signs", "urgent_help"),
    [
        (r"\bchest pain", r"emergency|\bcall\b|get help|help at once"),
        (
            r"saddle (?:numb|area)|numbness between the legs",
            r"hospital|emergency|help at once|do not",
        ),
        (r"\bcola(?:-| or| coloured)", r"emergency|end a session"),
        (r"cannot (?:bear|put) weight", r"emergency|help at once"),
        (r"pre-eclampsia may|may be pre-eclampsia", r"emergency"),
    ],
)
def test_emergency_signs_never_stand_without_urgent_help(signs: str, urgent_help: str) -> None:
    screening = re.compile(r"PAR-Q\+ asks|screening questions|yes to heart conditions")
    assert [
        (article.id, line.text)
        for article, _, line in all_lines()
        if re.search(signs, line.text, re.IGNORECASE)
        and not re.search(urgent_help, line.text)
        and not screening.search(line.text)
    ] == []


def test_no_dose_is_given_for_unapproved_drugs() -> None:
    dose = re.compile(r"\d+(?:\.\d+)?\s?(?:mg|mcg|µg|ml|iu)\b", re.IGNORECASE)
    drug = re.compile(r"clenbuterol|SARM|steroid|testosterone|filler|silicone", re.IGNORECASE)
    assert [
        line.text for _, _, line in all_lines() if drug.search(line.text) and dose.search(line.text)
    ] == []
