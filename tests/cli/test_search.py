"""`glutebot search`: the passages that an answer draws on, three ways."""

from pathlib import Path

import pytest

from cli.conftest import Run


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_each_mode_finds_the_passage(run: Run, data: Path, mode: str) -> None:
    ran = run("search", "how deep should I squat for glutes", "-k", "3", "--mode", mode, "--json")

    assert ran.code == 0
    assert [hit["rank"] for hit in ran.json] == [1, 2, 3]
    assert "squat-depth-for-glutes" in {hit["article_id"] for hit in ran.json}
    scores = [hit["score"] for hit in ran.json]
    assert scores == sorted(scores, reverse=True)
    assert all((hit["similarity"] is None) == (mode == "lexical") for hit in ran.json)


def test_text_shows_headings_and_passages(run: Run, data: Path) -> None:
    ran = run("search", "creatine", "-k", "2")

    assert ran.code == 0
    assert ran.out.count("\n\n") == 2
    assert " 1. Creatine" in ran.out


def test_ten_are_shown_unless_told(run: Run, data: Path) -> None:
    assert len(run("search", "glutes", "--json").json) == 10


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "x", "-k", "0"),
        ("search", "x", "-k", "-1"),
        ("search", "x", "-k", "many"),
        ("search", "x", "--mode", "magic"),
        ("search", ""),
        ("search",),
    ],
)
def test_unusable_arguments_are_refused(run: Run, data: Path, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err
