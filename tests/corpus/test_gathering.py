"""Gathering: a folder of any formats gives each post once, and a reason for the rest."""

from pathlib import Path

from glutebot.corpus.gathering import Gathered, gather
from support.blog_files import word_document, wordpress_export, wordpress_item
from support.knowledge_files import write_file

SENTENCE = "Hip thrusts train the glutes."


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def titles(gathered: Gathered) -> list[str]:
    return [article.title for _, article in gathered.loaded]


def reasons(gathered: Gathered) -> dict[str, str]:
    return {rejected.item: rejected.reason for rejected in gathered.rejected}


def test_a_folder_of_many_formats_is_read_in_stable_order(tmp_path: Path) -> None:
    blog = tmp_path / "blog"
    write(blog, "b.md", f"# From Markdown\n\n{SENTENCE}")
    write(blog, "a/c.txt", f"From text\n\n{SENTENCE}\n")
    write(blog, "d.html", f"<h1>From a page</h1><p>{SENTENCE}</p>")
    write(blog, "e.docx", word_document(("Normal", SENTENCE), title="From Word"))
    write(blog, "f.xml", wordpress_export(wordpress_item("From a blog", SENTENCE)))
    write(blog, "picture.png", b"\x89PNG")
    write(blog, ".git/config", "x")

    gathered = gather(blog)

    assert titles(gathered) == [
        "From text", "From Markdown", "From a page", "From Word", "From a blog"
    ]  # fmt: skip
    assert reasons(gathered) == {
        "blog/f.xml › comments": "1 left out.",
        "blog/picture.png": "is of a kind that is not read.",
    }
    assert gathered.is_whole
    assert gather(blog) == gathered


def test_one_file_has_the_id_that_it_has_in_its_folder(tmp_path: Path) -> None:
    path = write(tmp_path / "blog", "b.md", f"# Title\n\n{SENTENCE}")

    assert gather(path).loaded[0][1].id == gather(path.parent).loaded[0][1].id


def test_knowledge_files_are_held_to_their_rules(tmp_path: Path) -> None:
    write_file(tmp_path / "k" / "rest.md")
    write(tmp_path / "k", "loose.md", f"# No front matter\n\n{SENTENCE}")
    write(tmp_path / "k", "post.txt", f"A post\n\n{SENTENCE}\n")

    gathered = gather(tmp_path / "k")

    assert [article.kind for _, article in gathered.loaded] == ["article", "post"]
    assert list(reasons(gathered)) == ["loose.md"]
    assert not gathered.is_whole


def test_the_same_post_comes_in_once(tmp_path: Path) -> None:
    header = "---\ntitle: Hips\nurl: https://blog.example/{}\n---\n"
    write(tmp_path / "b", "a.md", header.format("hips") + SENTENCE)
    write(tmp_path / "b", "b.md", header.format("hips/") + f"{SENTENCE} Edited.")
    write(tmp_path / "b", "c.md", header.format("elsewhere") + SENTENCE)

    gathered = gather(tmp_path / "b")

    assert titles(gathered) == ["Hips"]
    assert reasons(gathered) == {
        "b/b.md › Hips": "is the same post as one of b/a.md.",
        "b/c.md › Hips": "is the same post as one of b/a.md.",
    }
    assert gathered.is_whole


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = write(tmp_path, "secret.md", f"# Secret\n\n{SENTENCE}")
    (tmp_path / "blog").mkdir()
    (tmp_path / "blog" / "a.md").symlink_to(secret)

    gathered = gather(tmp_path / "blog")

    assert gathered.loaded == []
    assert "leads out" in reasons(gathered)["blog/a.md"]


def test_a_file_that_is_broken_leaves_the_gathering_unwhole(tmp_path: Path) -> None:
    write(tmp_path / "b", "a.pdf", b"%PDF-1.4")
    write(tmp_path / "b", "b.md", f"# Title\n\n{SENTENCE}")

    gathered = gather(tmp_path / "b")

    assert titles(gathered) == ["Title"]
    assert not gathered.is_whole
