"""The shelf of ingested articles: what changes, what stays, and nothing by halves."""

from collections.abc import Callable

import pytest

from glutebot.domain.articles import Article
from glutebot.storage import Database
from glutebot.storage.articles import ArticleShelf, article_digest, shelf_digest
from support.knowledge_files import EXERCISE, make_article

HERE = "/somewhere/articles"


@pytest.fixture
def shelf(database: Database) -> ArticleShelf:
    return ArticleShelf(database)


def article(id_: str, **changes: object) -> Article:
    return make_article(id=id_, **changes)


def fates(shelf: ArticleShelf, articles: list[Article], *, prune: bool = False) -> dict[str, list]:
    return vars(shelf.put(HERE, articles, prune=prune))


def test_articles_come_back_as_they_went_in(shelf: ArticleShelf) -> None:
    brought = [
        article("b", reviewed="2026-01-02", questions=["why"]),
        article("a", kind="exercise", exercise=EXERCISE),
    ]
    shelf.put(HERE, brought, prune=False)

    assert shelf.articles() == sorted(brought, key=lambda one: one.id)


def test_each_article_has_one_fate(shelf: ArticleShelf) -> None:
    shelf.put(HERE, [article("same"), article("edited"), article("gone")], prune=False)

    change = shelf.put(
        HERE, [article("same"), article("edited", title="Other"), article("new")], prune=True
    )

    assert (change.added, change.changed) == (["new"], ["edited"])
    assert (change.unchanged, change.removed) == (["same"], ["gone"])
    assert [one.title for one in shelf.articles()] == ["Other", "Rest days", "Rest days"]


def test_without_pruning_nothing_is_removed(shelf: ArticleShelf) -> None:
    shelf.put(HERE, [article("a")], prune=False)

    assert shelf.put(HERE, [], prune=False).removed == []
    assert [one.id for one in shelf.articles()] == ["a"]


def test_pruning_touches_only_what_came_from_the_same_place(shelf: ArticleShelf) -> None:
    shelf.put("/elsewhere", [article("theirs")], prune=False)
    shelf.put(HERE, [article("mine")], prune=False)

    assert shelf.put(HERE, [], prune=True).removed == ["mine"]
    assert [one.id for one in shelf.articles()] == ["theirs"]


def test_comparing_changes_nothing(shelf: ArticleShelf) -> None:
    shelf.put(HERE, [article("a")], prune=False)
    change = shelf.compare(HERE, [article("b")], prune=True)

    assert (change.added, change.removed) == (["b"], ["a"])
    assert [one.id for one in shelf.articles()] == ["a"]


def test_a_failed_put_leaves_the_shelf_as_it_was(shelf: ArticleShelf) -> None:
    shelf.put(HERE, [article("a")], prune=False)
    twins = [article("a", title="Edited"), article("b"), article("b", title="Twin")]

    with pytest.raises(Exception, match=r"(?i)unique"):
        shelf.put(HERE, twins, prune=True)

    assert [(one.id, one.title) for one in shelf.articles()] == [("a", "Rest days")]


def test_the_shelf_outlives_its_database_connection(reopen: Callable[..., Database]) -> None:
    first = reopen()
    ArticleShelf(first).put(HERE, [article("a")], prune=False)
    first.close()

    assert [one.id for one in ArticleShelf(reopen()).articles()] == ["a"]


def test_digests_follow_the_content_and_not_the_order() -> None:
    one, other = article("a"), article("b")

    assert shelf_digest([one, other]) == shelf_digest([other, one])
    assert shelf_digest([one]) != shelf_digest([one, other])
    assert article_digest(one) != article_digest(article("a", title="Edited"))
