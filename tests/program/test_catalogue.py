"""The data files of the program room: complete, sourced, and carried by the knowledge base."""

from pathlib import Path

import pytest
import yaml

from glutebot.corpus.files import load_articles
from glutebot.errors import KnowledgeError
from glutebot.program import Catalogue, read_catalogue
from glutebot.program.book import shipped_protocols
from program.shelf import KNOWLEDGE


def test_every_reason_is_carried_by_an_article_and_its_facts(catalogue: Catalogue) -> None:
    for name, reason in catalogue.book.texts.reasons.items():
        cited = catalogue.references[name]
        assert cited.article_id == reason.article
        assert set(reason.facts) <= catalogue.facts[reason.article], name
        assert set(reason.facts) & set(cited.facts), name
        assert cited.section, name
        assert "B21" not in cited.facts


def test_every_guide_is_cited_from_its_own_text(catalogue: Catalogue) -> None:
    bodies = {article.id: article.body for article in load_articles(KNOWLEDGE)}

    for name in catalogue.guides:
        cited = catalogue.references[name]
        assert cited.snippet.rstrip("…") in bodies[name]
        assert set(cited.facts) <= catalogue.facts[name]


def test_choices_name_known_guides_and_patterns(catalogue: Catalogue) -> None:
    choices = catalogue.book.choices
    patterns = {guide.pattern for guide in catalogue.guides.values()}

    assert patterns <= set(choices.patterns)
    assert patterns <= {pattern for family in choices.families for pattern in family}
    assert {other for slot in choices.slots.values() for other in slot.otherwise} <= set(
        choices.slots
    )
    tags = {tag for guide in catalogue.guides.values() for tag in guide.exercise.cautions}
    used = {tag for tags in catalogue.book.gates.sign_cautions.values() for tag in tags}
    assert used | set(catalogue.book.gates.pain_cautions.values()) <= set(
        catalogue.book.gates.modifications
    )
    assert used <= tags


def test_fifty_rules_are_worded(catalogue: Catalogue) -> None:
    assert sorted(catalogue.book.rules) == [f"R{number:02}" for number in range(1, 51)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"volume": {"band": {"value": 3}}}, "program-numbers.yaml › volume › band"),
        ({"volum": {}}, "program-numbers.yaml › volum"),
    ],
)
def test_a_number_without_a_source_or_a_stray_key_is_named(
    tmp_path: Path, change: dict[str, object], field: str
) -> None:
    for path in shipped_protocols().glob("program-*.yaml"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    numbers = tmp_path / "program-numbers.yaml"
    read = yaml.safe_load(numbers.read_text(encoding="utf-8"))
    numbers.write_text(yaml.safe_dump({**read, **change}), encoding="utf-8")

    with pytest.raises(KnowledgeError) as caught:
        read_catalogue(load_articles(KNOWLEDGE), tmp_path)

    assert caught.value.field == field
