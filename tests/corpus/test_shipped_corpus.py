"""The shipped articles and guides: grounded, agreed on their sources, and safe to lift from."""

import datetime
import re
from collections import defaultdict

import pytest

from glutebot.corpus.lint import lint_folder
from support.shipped_corpus import (
    CHIP_CHARACTERS,
    KNOWLEDGE,
    all_lines,
    facts_in,
    guides,
    paragraphs,
    read_data,
    shipped,
)

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


def test_headings_fit_a_chip_and_differ_within_an_article() -> None:
    for article in shipped():
        headings = re.findall(r"^#+ (.+)$", article.body, re.MULTILINE)
        assert len(set(headings)) == len(headings) >= 2, article.id
        assert all(len(heading) <= CHIP_CHARACTERS for heading in headings), article.id


def test_titles_can_be_named_inside_a_sentence() -> None:
    titles = [article.title for article in shipped()]
    assert len(set(titles)) == len(titles)
    for title in titles:
        assert len(title) <= CHIP_CHARACTERS, title
        assert not re.search(r"[?!\"/]|\.$", title), title
        assert not re.match(r"(?:How|What|When|Which|Why|Do|Does|Can|Should|Is|Are)\b", title), (
            title
        )


@pytest.mark.parametrize(
    ("signs", "urgent_help"),
    [
        (r"\bchest pain", r"emergency|\bcall\b|get help|help at once"),
        (
            r"saddle (?:numb|area)|numbness\b.*between the legs",
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
