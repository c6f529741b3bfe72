"""The linter finds what is planted, and nothing in the shipped corpus."""

import datetime
from pathlib import Path

import pytest

from glutebot.corpus.lint import Finding, lint_folder
from support.knowledge_files import EXERCISE, write_file

TODAY = datetime.date(2026, 12, 1)


def lint_one(tmp_path: Path, body: str, **changes: object) -> list[Finding]:
    write_file(tmp_path / "a.md", body, **changes)
    return lint_folder(tmp_path, today=TODAY)


def rules(findings: list[Finding], severity: str = "hard") -> list[str]:
    return [finding.rule for finding in findings if finding.severity == severity]


def test_a_sound_article_has_no_findings(tmp_path: Path) -> None:
    assert lint_one(tmp_path, "Muscles recover between sessions. [B34]", reviewed=TODAY) == []


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("Muscles recover. [B35]", "no-source"),
        ("Muscles recover.", "ungrounded"),
        ("Muscles recover. [B34] And this has no ground.", "ungrounded"),
        ("Muscles " + "recover and " * 30 + "rest. [B34]", "too-long"),
        ("The hip thrust has the highest EMG, so it leads to more growth. [B34]", "emg-as-growth"),
        ("Activation predicts hypertrophy. [B34]", "emg-as-growth"),
        ("The lifters gained 6, all of them. [B34]", "no-unit"),
        ("Twice is enough. [B34]\n\n## More\n\nTwice is enough! [B34]", "repeated"),
    ],
)
def test_each_hard_fault_is_found(tmp_path: Path, body: str, rule: str) -> None:
    findings = lint_one(tmp_path, body, reviewed=TODAY)

    assert rule in rules(findings)
    assert all(finding.where.startswith("rest-days") for finding in findings)


@pytest.mark.parametrize(
    "body",
    [
        "EMG is not growth, and a high signal does not mean a bigger muscle. [B34]",
        "The lifters gained 6 % in ten weeks. [B34]",
        "They lost 1.5 kg. [B34]",
    ],
)
def test_careful_wording_is_left_alone(tmp_path: Path, body: str) -> None:
    assert rules(lint_one(tmp_path, body, reviewed=TODAY)) == []


def test_broken_front_matter_is_a_finding_not_a_crash(tmp_path: Path) -> None:
    (tmp_path / "broken.md").write_text("no front matter")
    findings = lint_folder(tmp_path, today=TODAY)

    assert [(f.rule, f.where, f.severity) for f in findings] == [
        ("front-matter", "broken.md", "hard")
    ]


def test_a_guide_may_only_name_guides_that_exist(tmp_path: Path) -> None:
    write_file(
        tmp_path / "a.md", kind="exercise", exercise={**EXERCISE, "harder": ["flying-bridge"]}
    )
    findings = lint_folder(tmp_path, today=TODAY)

    assert rules(findings) == ["dangling"]
    assert "flying-bridge" in findings[0].message


def test_a_sentence_that_stands_in_two_articles_is_found(tmp_path: Path) -> None:
    write_file(tmp_path / "a.md")
    write_file(tmp_path / "b.md", id="other")
    findings = lint_folder(tmp_path, today=TODAY)

    assert rules(findings) == ["repeated"]
    assert "rest-days" in findings[0].message


def test_an_old_review_and_an_unused_fact_are_soft(tmp_path: Path) -> None:
    source = {"citation": "x", "grade": "trial", "facts": ["B34", "B35"]}
    findings = lint_one(
        tmp_path, "Rest. [B34]", sources=[source], reviewed=TODAY - datetime.timedelta(days=600)
    )

    assert rules(findings) == []
    assert sorted(rules(findings, "soft")) == ["review-due", "unused-fact"]


def test_a_post_needs_no_markers(tmp_path: Path) -> None:
    assert rules(lint_one(tmp_path, "I squat twice.", kind="post", sources=[])) == []


def test_the_shipped_corpus_has_no_hard_finding(repository: Path) -> None:
    findings = lint_folder(repository / "knowledge", today=TODAY)

    assert [finding for finding in findings if finding.severity == "hard"] == []
