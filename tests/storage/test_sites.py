"""Sites: origins as browsers send them, keys as hashes, budgets by day, and forgetting."""

import datetime
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from glutebot.domain.answers import Answer, Status
from glutebot.domain.sites import Scope, Site, read_origin, site_id
from glutebot.errors import InputError
from glutebot.storage import (
    ConversationNotFoundError,
    Conversations,
    Programs,
    SiteNotFoundError,
    Sites,
    free_id,
    open_database,
)
from support.scripted_answers import built
from support.widget_calls import LAB, RUNNER, make_site

ANSWER = Answer(status=Status.REFUSED, text="No.", sentences=(), engine="fixed", index_version="v")


class Clock:
    def __init__(self) -> None:
        self.moment = datetime.datetime(2026, 11, 24, 23, 59, 30, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.moment


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://blog.example", "https://blog.example"),
        (" https://BLOG.example/ ", "https://blog.example"),
        ("https://blog.example:443", "https://blog.example"),
        ("http://localhost:4000", "http://localhost:4000"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("https://b\u00fccher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_an_origin_is_kept_as_browsers_send_it(written: str, origin: str) -> None:
    assert read_origin(written) == origin


@pytest.mark.parametrize(
    "written",
    [
        "blog.example",
        "ftp://blog.example",
        "https://",
        "https://*.blog.example",
        "https://me@blog.example",
        "https://blog.example/post",
        "https://blog.example/?",
        "https://blog.example#a",
        "https://blog.example.",
        "https://blog.example:99999",
        "https://stra\u00dfe.example",
        "https://blog..example",
        "https://-blog.example",
        "https://blog example",
        "https://blog.example\nhttps://evil.example",
        "null",
        "*",
        "",
    ],
)
def test_what_is_no_origin_is_refused_with_a_remedy(written: str) -> None:
    with pytest.raises(InputError) as fault:
        read_origin(written)
    assert fault.value.field == "origin"
    assert fault.value.remedy


def test_ids_are_made_of_hosts() -> None:
    hosts = ["www.glutelab.example", "a.b.example:8080", "127.0.0.1:80", "localhost"]

    assert [site_id(host) for host in hosts] == ["glutelab", "a-b", "127-0-0-1", "localhost"]
    assert free_id("lab", ["lab", "lab-2"]) == "lab-3"
    assert len(site_id("x" * 60 + ".example")) <= 24


def test_a_site_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    sites = Sites(open_database(tmp_path / "x.db"))
    site = make_site("blog", "https://blog.example", scope=Scope.BLOG, consent="Kept.")
    sites.add(site)

    assert sites.get("blog") == site
    assert sites.all() == [site]
    with pytest.raises(InputError, match="taken"):
        sites.add(site)
    with pytest.raises(SiteNotFoundError):
        sites.get("other")
    allowed = sites.allow("blog", ["https://www.blog.example", "https://blog.example"])
    assert allowed.origins == ("https://blog.example", "https://www.blog.example")
    assert sites.get("blog") == allowed


def test_the_key_is_kept_as_a_hash_and_can_be_renewed(tmp_path: Path) -> None:
    sites = Sites(open_database(tmp_path / "x.db"))
    key, other = sites.add(LAB), sites.add(RUNNER)

    assert sites.is_owner("lab", key)
    assert not sites.is_owner("lab", other)
    assert not sites.is_owner("lab", "")
    assert not sites.is_owner("nobody", key)
    assert key.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    fresh = sites.renew_key("lab")
    assert (sites.is_owner("lab", key), sites.is_owner("lab", fresh)) == (False, True)


def test_use_is_counted_by_day(tmp_path: Path) -> None:
    clock = Clock()
    sites = Sites(open_database(tmp_path / "x.db", now=clock))
    sites.charge("lab", 40, questions=1)
    sites.charge("lab", 2)
    sites.charge("runner", 7, questions=1)

    assert (sites.usage("lab").tokens, sites.usage("lab").questions) == (42, 1)
    assert sites.seconds_left() == 30
    clock.moment += datetime.timedelta(minutes=1)
    assert sites.usage("lab").tokens == 0


def test_no_use_is_lost_when_many_are_counted_at_once(tmp_path: Path) -> None:
    sites = Sites(open_database(tmp_path / "x.db"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: sites.charge("lab", 3, questions=1), range(40)))

    assert (sites.usage("lab").tokens, sites.usage("lab").questions) == (120, 40)


def test_every_site_forgets_in_its_own_time(tmp_path: Path) -> None:
    clock = Clock()
    database = open_database(tmp_path / "x.db", now=clock)
    sites, talks, programs = Sites(database), Conversations(database), Programs(database)
    sites.add(make_site("brief", "https://a.example", retention_days=1))
    sites.add(make_site("brief-2", "https://b.example", retention_days=90))
    for visitor in ("w:brief:ann", "w:brief-2:bob", "first-party"):
        talk = talks.start(visitor)
        talks.append(visitor, talk, "q", ANSWER)
        programs.save(visitor, built().program or {})
    empty = talks.start("w:brief-2:eve")
    own_empty = talks.start("first-party")
    clock.moment += datetime.timedelta(days=2)

    assert sites.prune() == 2
    talks.require("first-party", own_empty)
    with pytest.raises(ConversationNotFoundError):
        talks.require("w:brief-2:eve", empty)
    assert talks.summaries("w:brief:ann") == []
    assert programs.summaries("w:brief:ann") == []
    assert len(talks.summaries("w:brief-2:bob")) == len(talks.summaries("first-party")) == 1
    sites.remove("brief-2")
    assert talks.summaries("w:brief-2:bob") == []
    assert len(programs.summaries("first-party")) == 1


def test_a_database_of_version_2_is_taken_up(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    database = open_database(path)
    talk = Conversations(database).start("ann")
    Conversations(database).append("ann", talk, "q")
    database.close()
    with sqlite3.connect(path) as raw:
        raw.executescript(
            "DROP TABLE sites; DROP TABLE site_usage; UPDATE schema_version SET version = 2;"
        )

    again = open_database(path)
    Sites(again).add(LAB)
    assert len(Conversations(again).summaries("ann")) == 1


def test_a_site_needs_an_origin() -> None:
    with pytest.raises(ValueError, match="origins"):
        Site.model_validate({**LAB.model_dump(), "origins": ()})
