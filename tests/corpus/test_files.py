"""Knowledge files: what is read, what is refused, and how a fault is named."""

from pathlib import Path

import pytest

from glutebot.corpus.files import (
    MAX_FILE_BYTES,
    find_article_files,
    load_article,
    load_articles,
    split_front_matter,
    try_articles,
)
from glutebot.errors import KnowledgeError
from support.knowledge_files import EXERCISE, file_text, write_file


def fault_of(path: Path) -> KnowledgeError:
    with pytest.raises(KnowledgeError) as caught:
        load_article(path)
    return caught.value


def test_a_file_becomes_an_article(tmp_path: Path) -> None:
    article = load_article(write_file(tmp_path / "a.md", topics=["recovery"], levels=["beginner"]))

    assert (article.id, article.title, article.topics) == ("rest-days", "Rest days", ("recovery",))
    assert article.sources[0].facts == ("B34",)
    assert article.body.strip().endswith("[B34]")


def test_windows_line_ends_and_a_byte_order_mark_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"\xef\xbb\xbf" + file_text().replace("\n", "\r\n").encode())

    assert load_article(path) == load_article(write_file(tmp_path / "b.md"))


def test_a_rule_inside_the_body_does_not_end_the_front_matter() -> None:
    header, body = split_front_matter("---\nid: a\n---\nOne.\n\n---\n\nTwo.\n", "a.md")

    assert header == {"id": "a"}
    assert body == "One.\n\n---\n\nTwo.\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# No front matter\n", "has no front matter"),
        ("", "has no front matter"),
        ("---\nid: a\ntitle: b\n", "never ends"),
        ("---\nid: [a\n---\nText.\n", "is not YAML"),
        ("---\ntitle: a: b\n---\nText.\n", r"is not YAML \(line 2\)"),
        ("---\n- id\n---\nText.\n", "is not `key: value` lines"),
        ("---\njust words\n---\nText.\n", "is not `key: value` lines"),
        ("---\nid: !!python/object/apply:os.getcwd []\n---\nText.\n", "is not YAML"),
        ("---\nid: a\x00b\n---\nText.\n", "NUL"),
        (file_text(body="  \n"), "no text below"),
    ],
)
def test_broken_front_matter_is_refused_by_name(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "broken.md"
    path.write_text(text)

    with pytest.raises(KnowledgeError, match=said) as caught:
        load_article(path)

    assert caught.value.field == "broken.md"


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"title": None}, "title"),
        ({"title": "x"}, "title"),
        ({"kind": "essay"}, "kind"),
        ({"id": "Rest Days"}, "id"),
        ({"id": "../escape"}, "id"),
        ({"levels": ["expert"]}, "levels › 0"),
        ({"reviewed": "someday"}, "reviewed"),
        ({"sources": [{"citation": "x", "grade": "gossip"}]}, "sources › 0 › grade"),
        ({"exercise": {**EXERCISE, "axial_load": 9}}, "exercise › axial_load"),
        ({"facts": ["B99"]}, "facts"),
    ],
)
def test_an_unusable_value_is_named_with_file_and_key(
    tmp_path: Path, changes: dict[str, object], key: str
) -> None:
    fault = fault_of(write_file(tmp_path / "a.md", **changes))

    assert fault.field == f"a.md › {key}"
    assert fault.message.endswith(".")


def test_what_readers_see_of_front_matter_cannot_act(tmp_path: Path) -> None:
    article = load_article(
        write_file(tmp_path / "a.md", title="Rest <b>days</b>", author="A ![x](https://a.example)")
    )

    assert (article.title, article.author) == ("Rest days", "A [x] (")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//a.example"])
def test_only_web_addresses_may_be_cited(tmp_path: Path, url: str) -> None:
    source = {"citation": "Grgic J. 2018", "grade": "trial", "facts": ["B34"], "url": url}

    for changes in ({"url": url}, {"sources": [source]}):
        fault = fault_of(write_file(tmp_path / "a.md", **changes))
        assert fault.field == "a.md › url"


def test_an_unknown_key_names_the_nearest_known_one(tmp_path: Path) -> None:
    fault = fault_of(write_file(tmp_path / "a.md", sumary="Short."))

    assert fault.field == "a.md › sumary"
    assert "Did you mean `summary`?" in fault.message


def test_bytes_that_are_not_utf8_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(file_text().encode() + b"caf\xe9\n")

    assert "is not UTF-8" in fault_of(path).message


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = write_file(tmp_path / "a.md", body="word " * (MAX_FILE_BYTES // 5))

    assert "is the limit" in fault_of(path).message


def test_a_file_that_cannot_be_read_is_said_so(tmp_path: Path) -> None:
    assert "cannot be read" in fault_of(tmp_path / "missing.md").message


def test_folders_are_read_deep_and_reviewed_texts_left_out(tmp_path: Path) -> None:
    for name in ("b.md", "articles/a.md", "safety/c.md", "protocols/d.md", "README.md", "e.txt"):
        write_file(tmp_path / name)

    names = [path.relative_to(tmp_path).as_posix() for path in find_article_files(tmp_path)]

    assert names == ["articles/a.md", "b.md"]


def test_a_folder_may_lie_below_one_called_safety(tmp_path: Path) -> None:
    path = write_file(tmp_path / "safety" / "mine" / "a.md")

    assert find_article_files(tmp_path / "safety" / "mine") == [path]


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no such folder"):
        find_article_files(tmp_path / "nowhere")


def test_two_files_with_one_id_are_refused(tmp_path: Path) -> None:
    write_file(tmp_path / "a.md")
    write_file(tmp_path / "b.md")

    with pytest.raises(KnowledgeError, match=r"b\.md › id: the id `rest-days` is taken by a\.md"):
        load_articles(tmp_path)


def test_one_broken_file_does_not_hide_the_others(tmp_path: Path) -> None:
    write_file(tmp_path / "a.md")
    write_file(tmp_path / "b.md")
    write_file(tmp_path / "c.md", id="other")
    (tmp_path / "d.md").write_text("nothing")

    loaded, faults = try_articles(tmp_path)

    assert [article.id for _, article in loaded] == ["rest-days", "other"]
    assert [fault.field for fault in faults] == ["b.md › id", "d.md"]


def test_the_shipped_corpus_loads(repository: Path) -> None:
    articles = load_articles(repository / "knowledge")

    assert sum(article.kind == "article" for article in articles) >= 30
    assert sum(article.kind == "exercise" for article in articles) == 49
    assert all(article.exercise for article in articles if article.kind == "exercise")
    assert all(article.reviewed and article.summary and article.sources for article in articles)
