"""The shipped exercise guides: the catalogue's attributes, chip-sized questions, safe limits."""

import json
import re

import pytest

from support.shipped_corpus import CHIP_CHARACTERS, all_lines, guides, read_data, section_text

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
        heavy_on_the_spine = guide.exercise.axial_load == 3
        if heavy_on_the_spine or {"PS", "PAB"} & set(guide.exercise.exclude_on):
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
