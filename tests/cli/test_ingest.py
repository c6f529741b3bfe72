"""`glutebot ingest`: what is brought in, what is refused, and nothing by halves."""

from pathlib import Path

import pytest

from cli.conftest import Run
from support.blog_files import wordpress_export, wordpress_item
from support.knowledge_files import write_file

BODY = (
    "## Is the {0} carry good for glutes?\n\nThe {0} carry trains the glutes while walking. [B34]\n"
)
NOTHING = {"added": [], "changed": [], "unchanged": [], "removed": [], "rejected": []}


def write(folder: Path, name: str, **changes: object) -> Path:
    return write_file(
        folder / f"{name}.md",
        BODY.format(name),
        **{"id": f"{name}-carry", "title": name, **changes},
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = tmp_path / "articles"
    write(articles, "zercher")
    write(articles, "yoke")
    return articles


def test_articles_come_change_stay_and_go(run: Run, own_data: Path, folder: Path) -> None:
    first = run("ingest", folder, "--json").json
    assert first == {**NOTHING, "added": ["yoke-carry", "zercher-carry"]}
    assert run("ingest", folder, "--json").json == {
        **NOTHING,
        "unchanged": ["yoke-carry", "zercher-carry"],
    }

    write(folder, "zercher", title="Zercher carries")
    (folder / "yoke.md").unlink()

    assert run("ingest", folder, "--json").json == {**NOTHING, "changed": ["zercher-carry"]}
    assert run("ingest", folder, "--json", "--prune").json == {
        **NOTHING,
        "unchanged": ["zercher-carry"],
        "removed": ["yoke-carry"],
    }


def test_what_was_brought_in_is_found_and_cited(run: Run, own_data: Path, folder: Path) -> None:
    ran = run("ingest", folder)
    assert ran.code == 0
    assert ran.out.startswith("2 added, 0 changed, 0 unchanged, 0 removed, 0 rejected\n")
    assert "  added: zercher-carry" in ran.out

    answer = run("ask", "--json", "Is the zercher carry good for glutes?").json

    assert answer["status"] == "answered"
    assert answer["citations"][0]["article_id"] == "zercher-carry"


def test_a_dry_run_says_and_does_nothing(run: Run, own_data: Path, folder: Path) -> None:
    before = run("search", "zercher carry", "-k", "1", "--json").json
    told = run("ingest", folder, "--dry-run", "--json")

    assert (told.code, told.json) == (0, {**NOTHING, "added": ["yoke-carry", "zercher-carry"]})
    assert run("ingest", folder, "--dry-run").out.startswith("Would be: 2 added")
    assert run("search", "zercher carry", "-k", "1", "--json").json == before


def test_one_file_can_be_brought_in(run: Run, own_data: Path, folder: Path) -> None:
    assert run("ingest", folder / "yoke.md", "--json").json == {**NOTHING, "added": ["yoke-carry"]}


def test_a_broken_file_is_rejected_by_file_and_key(run: Run, own_data: Path, folder: Path) -> None:
    write(folder, "broken", sumary="x")
    (folder / "bytes.md").write_bytes(b"\xff\xfe\x00")
    (folder / "fence.md").write_text("---\nid: a\n")

    ran = run("ingest", folder, "--json")

    assert ran.code == 0
    assert ran.json["added"] == ["yoke-carry", "zercher-carry"]
    rejected = {found["item"]: found["reason"] for found in ran.json["rejected"]}
    assert set(rejected) == {"broken.md › sumary", "bytes.md", "fence.md"}
    assert "Did you mean `summary`?" in rejected["broken.md › sumary"]
    assert (
        run("search", "broken carry", "--mode", "lexical", "-k", "3", "--json").json[0][
            "article_id"
        ]
        != "broken-carry"
    )


def test_an_edit_that_breaks_a_file_keeps_the_article_as_it_was(
    run: Run, own_data: Path, folder: Path
) -> None:
    run("ingest", folder)
    (folder / "yoke.md").write_text("no front matter")

    report = run("ingest", folder, "--json", "--prune").json

    assert [found["item"] for found in report["rejected"]] == ["yoke.md"]
    assert report["removed"] == []
    hits = run("search", "yoke carry", "--mode", "lexical", "-k", "1", "--json").json
    assert hits[0]["article_id"] == "yoke-carry"


def test_a_shipped_article_is_never_replaced(run: Run, own_data: Path, folder: Path) -> None:
    write(folder, "clash", id="hip-thrust-or-squat")

    report = run("ingest", folder, "--json").json

    assert [found["item"] for found in report["rejected"]] == ["clash.md"]
    assert "`hip-thrust-or-squat` belongs to a shipped article" in report["rejected"][0]["reason"]
    assert "hip-thrust-or-squat" not in report["added"]


def test_twins_are_rejected_by_name(run: Run, own_data: Path, folder: Path) -> None:
    write(folder, "zz-twin", id="yoke-carry")

    report = run("ingest", folder, "--json").json

    assert report["added"] == ["yoke-carry", "zercher-carry"]
    assert [found["item"] for found in report["rejected"]] == ["zz-twin.md › id"]


def test_two_folders_with_one_id_are_told_apart(
    run: Run, own_data: Path, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    write(other, "yoke", title="The other yoke")

    report = run("ingest", folder, other, "--json").json

    assert report["added"] == ["yoke-carry", "zercher-carry"]
    assert len(report["rejected"]) == 1
    assert "yoke-carry" in report["rejected"][0]["reason"]


@pytest.mark.parametrize("item", ["missing", "https://blog.example/feed"])
def test_what_cannot_be_read_stops_before_anything_is_written(
    run: Run, own_data: Path, folder: Path, item: str
) -> None:
    ran = run("ingest", folder, item, "--json")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("glutebot: ")
    assert ran.err.count("\n") == 1
    assert run("ingest", folder, "--dry-run", "--json").json["added"] != []


def test_a_site_is_refused_until_sites_exist(run: Run, own_data: Path, folder: Path) -> None:
    ran = run("ingest", folder, "--site", "mine")

    assert ran.code == 2
    assert "--site" in ran.err


def test_a_blog_comes_in_once_and_an_edit_changes_what_was_edited(
    run: Run, own_data: Path, tmp_path: Path
) -> None:
    zercher = "The zercher carry trains the glutes while walking with a bar in the elbows."
    export = tmp_path / "blog.xml"
    posts = [
        wordpress_item("Zercher carries", zercher),
        wordpress_item("Yoke walks", "Yoke walks train the hips and the trunk."),
    ]
    export.write_bytes(wordpress_export(*posts, wordpress_item("Idea", "x", status="draft")))

    first = run("ingest", export, "--json").json
    again = run("ingest", export, "--json").json

    assert len(first["added"]) == 2
    assert [found["reason"] for found in first["rejected"]] == ["is a draft.", "3 left out."]
    assert again == {**first, "added": [], "unchanged": first["added"]}
    answer = run("ask", "--json", "Does the zercher carry train the glutes?").json
    assert answer["status"] == "answered"
    assert answer["citations"][0]["url"] == "https://blog.example/zercher-carries/"
    assert answer["citations"][0]["evidence"] == "opinion"

    export.write_bytes(export.read_bytes().replace(b"and the trunk", b"and the back"))
    edited = run("ingest", export, "--json", "--prune").json

    assert (len(edited["changed"]), len(edited["unchanged"])) == (1, 1)
    assert edited["removed"] == []
    export.write_bytes(wordpress_export(posts[0]))
    assert run("ingest", export, "--json", "--prune").json["removed"] == edited["changed"]
