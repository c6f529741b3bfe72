"""`glutebot site`: a blog is let in, printed, shown again and forgotten."""

import json
from pathlib import Path
from typing import Any

import pytest

from glutebot.cli import main
from glutebot.storage import Conversations, Sites, open_database

SERVER = ["--server", "https://bot.example"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GLUTEBOT_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["site", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def added(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    code, out, _ = run(capsys, "add", *arguments, *SERVER, "--json")
    assert code == 0
    found: dict[str, Any] = json.loads(out)
    return found


def test_one_command_gives_all_that_a_blogger_pastes(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    code, out, err = run(capsys, "add", "https://www.glutelab.example", *SERVER)

    assert (code, err) == (0, "")
    assert (
        '<script async src="https://bot.example/w/glutebot.js" data-site="glutelab"></script>'
        in out
    )
    assert "script-src https://bot.example; connect-src https://bot.example" in out
    assert "https://bot.example/embed/glutelab" in out
    assert 'integrity="sha384-' in out
    key = out.rsplit(" ", 1)[1].strip()
    database = open_database(folder / "glutebot.db")
    assert Sites(database).is_owner("glutelab", key)


def test_what_was_chosen_is_kept(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    told = {
        "--id": "lab",
        "--name": "Ask the lab",
        "--greeting": "Ask away",
        "--consent": "Kept for a week",
        "--language": "de",
        "--accent": "#AA0000",
        "--scope": "blog-and-shipped",
        "--retention-days": "7",
        "--daily-tokens": "5000",
    }
    pairs = [word for pair in told.items() for word in pair]
    added(capsys, "https://a.example", "https://b.example", *pairs)

    site = Sites(open_database(folder / "glutebot.db")).get("lab").model_dump(mode="json")
    del site["created"]
    assert site == {
        "id": "lab",
        "name": "Ask the lab",
        "origins": ["https://a.example", "https://b.example"],
        "greeting": "Ask away",
        "consent": "Kept for a week",
        "language": "de",
        "accent": "#aa0000",
        "scope": "blog-and-shipped",
        "retention_days": 7,
        "daily_tokens": 5000,
    }


def test_sites_are_listed_shown_widened_and_forgotten(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    made = added(capsys, "https://a.example")
    again = added(capsys, "https://a.example")
    assert (made["id"], again["id"]) == ("a", "a-2")
    _, out, _ = run(capsys, "list", "--json")
    assert [site["id"] for site in json.loads(out)] == ["a", "a-2"]
    _, out, _ = run(capsys, "snippet", "a", *SERVER, "--json")
    shown = json.loads(out)
    assert shown["snippet"] == made["snippet"]
    assert "owner_key" not in shown
    assert run(capsys, "allow", "a", "https://www.a.example")[0] == 0
    _, out, _ = run(capsys, "key", "a")
    database = open_database(folder / "glutebot.db")
    assert Sites(database).is_owner("a", out.rsplit(" ", 1)[1].strip())
    assert not Sites(database).is_owner("a", made["owner_key"])
    talk = Conversations(database).start("w:a:ann")
    Conversations(database).append("w:a:ann", talk, "q")
    assert run(capsys, "remove", "a")[0] == 0
    assert Conversations(database).summaries("w:a:ann") == []
    _, out, _ = run(capsys, "list")
    assert out.startswith("a-2 ")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["add", "blog.example"], "Write it like https://blog.example"),
        (["add", "https://a.example/post"], "https://a.example"),
        (["add", "https://a.example", "--accent", "red"], "Write it like #0f6b4f."),
        (["add", "https://a.example", "--scope", "all"], "blog-and-shipped"),
        (["add", "https://a.example", "--scope", "blog"], "not there yet"),
        (["add", "https://a.example", "--id", "Not An Id"], "small letters"),
        (["add", "https://a.example", "--retention-days", "0"], "--retention-days"),
        (["add", "https://a.example", "--server", "https://b.example/x"], "--server"),
        (["add", *[f"https://{n}.example" for n in range(21)]], "origin"),
        (["snippet", "nobody"], "site list"),
        (["remove", "nobody"], "site list"),
        (["allow", "nobody", "https://a.example"], "site list"),
        (["key", "nobody"], "site list"),
    ],
)
def test_what_cannot_be_used_is_said_on_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    code, out, err = run(capsys, *arguments)

    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert says in err
    assert "Traceback" not in err
    assert json.loads(run(capsys, "list", "--json")[1]) == []
