"""`glutebot ask`: one answer as text or JSON, or one line out for every line of a batch."""

import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cli.conftest import Run

SQUAT = "Hip thrust or squat for a bigger butt?"


@pytest.fixture(scope="module")
def schema(repository: Path) -> dict[str, Any]:
    path = repository / "tests" / "data" / "schemas" / "answer.schema.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


def test_json_fits_the_contract_and_cites_the_trial(
    run: Run, data: Path, schema: dict[str, Any]
) -> None:
    ran = run("ask", "--json", SQUAT)

    assert ran.code == 0
    jsonschema.validate(ran.json, schema)
    assert ran.json["status"] == "answered"
    assert "B19" in {fact for citation in ran.json["citations"] for fact in citation["facts"]}


def test_text_has_its_numbered_sources_below(run: Run, data: Path) -> None:
    ran = run("ask", SQUAT)
    answer, _, sources = ran.out.partition("\n")

    assert ran.code == 0
    assert "[1]" in answer
    assert re.search(r"\n\[1\] Hip thrusts? or squats?", sources)
    assert "(trial)" in sources
    assert "https://doi.org/10.3389/fphys.2023.1279170" in sources
    assert "You could also ask:" in sources


def test_a_refusal_is_an_answer_too(run: Run, data: Path, schema: dict[str, Any]) -> None:
    ran = run("ask", "--json", "What is the capital of France?")

    jsonschema.validate(ran.json, schema)
    assert (ran.code, ran.json["status"]) == (0, "refused")


def test_an_emergency_is_told_as_one(run: Run, data: Path, schema: dict[str, Any]) -> None:
    ran = run("ask", "--json", "back pain and I can't feel between my legs")

    jsonschema.validate(ran.json, schema)
    assert (ran.json["status"], ran.json["referral"]) == ("referred", "emergency")


@pytest.mark.parametrize("question", ["", "  ", "\u202e\u200b", "x" * 50_000])
def test_an_unusable_question_is_refused_on_one_line(run: Run, data: Path, question: str) -> None:
    ran = run("ask", question)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("glutebot: message: ")
    assert ran.err.count("\n") == 1


def test_a_question_and_a_batch_exclude_each_other(run: Run) -> None:
    assert run("ask", SQUAT, "--batch", "x").code == 2
    assert run("ask").code == 2


GOOD = {"id": "first", "turns": [SQUAT]}
UNUSABLE = [
    ("not json", "line"),
    ("", "line"),
    ("[]", "line"),
    ('"text"', "line"),
    ("null", "line"),
    ("NaN", "line"),
    ('{"id": Infinity, "turns": ["squat?"]}', "line"),
    ('{"id": 1e999, "turns": ["squat?"]}', "line"),
    ('{"id": ' + "1" * 5000 + ', "turns": ["squat?"]}', "line"),
    ('{"id": [1], "turns": ["squat?"]}', "id"),
    ('{"id": {"a": 1}, "turns": ["squat?"]}', "id"),
    ("{}", "turns"),
    ('{"id": 1, "turns": []}', "turns"),
    ('{"id": 1, "turns": "why?"}', "turns"),
    ('{"id": 1, "turns": {"a": 1}}', "turns"),
    ('{"id": 1, "turns": [7]}', "turns[0]"),
    ('{"id": 1, "turns": ["squat?", null]}', "turns[1]"),
    ('{"id": 1, "turns": [""]}', "turns[0]"),
    ('{"id": 1, "turns": ["\\u0000"]}', "turns[0]"),
    ('{"id": 1, "turns": ["\\ud800"]}', "turns[0]"),
    (json.dumps({"id": 1, "turns": ["x" * 50_000]}), "turns[0]"),
    (json.dumps({"id": 1, "turns": ["squat?"] * 51}), "turns"),
    ("[" * 100_000, "line"),
    ('{"a":' * 100_000, "line"),
    ('{"id": 1, "turns": [' + "[" * 100_000 + "]" * 100_000 + "]}", "line"),
]


def write_batch(folder: Path, lines: list[str]) -> Path:
    path = folder / "batch.jsonl"
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def test_every_unusable_line_gives_its_own_error(run: Run, data: Path, tmp_path: Path) -> None:
    ran = run("ask", "--batch", write_batch(tmp_path, [line for line, _ in UNUSABLE]))

    assert ran.code == 0
    assert [found["error"]["field"] for found in ran.lines] == [field for _, field in UNUSABLE]
    for found in ran.lines:
        assert set(found) == {"id", "error"}
        assert set(found["error"]) == {"field", "message", "remedy"}
        assert found["error"]["message"]
        assert found["error"]["remedy"]


def test_order_and_ids_are_kept(run: Run, data: Path, tmp_path: Path) -> None:
    ids = ["b", 7, None, 1.5, "b", "naïve 🍑\ud800"]
    lines = [json.dumps({"id": id_, "turns": ["Is creatine safe?"]}) for id_ in ids]
    lines[4] = '{"id": "b", "turns": 1}'
    lines.append('{"turns": ["Is creatine safe?"]}')

    ran = run("ask", "--batch", write_batch(tmp_path, lines))

    assert [found["id"] for found in ran.lines] == [*ids, None]
    assert ["error" in found for found in ran.lines] == [False] * 4 + [True, False, False]


def test_each_line_is_a_conversation_of_its_own(
    run: Run, data: Path, tmp_path: Path, schema: dict[str, Any]
) -> None:
    talk = ["How many sets a week do my glutes need?", "and for beginners?"]
    lines = [
        json.dumps({"id": n, "turns": turns}) for n, turns in enumerate([talk, talk[1:], talk])
    ]

    first, alone, again = run("ask", "--batch", write_batch(tmp_path, lines)).lines

    for found in (first, alone, again):
        jsonschema.validate(found, schema)
    assert first["text"] == again["text"] != alone["text"]


def test_odd_characters_inside_a_line_do_not_split_it(run: Run, data: Path, tmp_path: Path) -> None:
    odd = "squat\u2028depth\u2029for\u0085my\u00a0glutes"
    lines = [json.dumps({"id": "odd", "turns": [odd]}, ensure_ascii=False), json.dumps(GOOD)]
    lines.append('{"id": "\x0b\x1c\x1d"}')

    ran = run("ask", "--batch", write_batch(tmp_path, lines))

    assert [found["id"] for found in ran.lines] == ["odd", "first", None]


def test_windows_line_ends_and_a_missing_last_one_are_fine(
    run: Run, data: Path, tmp_path: Path
) -> None:
    path = tmp_path / "batch.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": 1, "turns": [""]}\r\n{"id": 2, "turns": [""]}')

    ran = run("ask", "--batch", path)

    assert [found["id"] for found in ran.lines] == [1, 2]


def test_bytes_that_are_not_utf8_spoil_their_line_only(
    run: Run, data: Path, tmp_path: Path
) -> None:
    path = tmp_path / "batch.jsonl"
    path.write_bytes(b"\xff\xfe{\n" + json.dumps(GOOD).encode() + b'\n{"turns": ["squ\x80at"]}\n')

    ran = run("ask", "--batch", path)

    assert ["error" in found for found in ran.lines] == [True, False, True]
    assert ran.lines[2]["error"]["message"] == "The line is not UTF-8."


def test_a_dash_reads_standard_input(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = b"\xff\n" + json.dumps(GOOD).encode() + b"\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))

    ran = run("ask", "--batch", "-")

    assert ran.code == 0
    assert [found["id"] for found in ran.lines] == [None, "first"]


def test_an_empty_batch_prints_nothing(run: Run, data: Path, tmp_path: Path) -> None:
    ran = run("ask", "--batch", write_batch(tmp_path, []))

    assert (ran.code, ran.out) == (0, "")


def test_a_batch_that_cannot_be_read_is_refused(run: Run, data: Path, tmp_path: Path) -> None:
    for path in (tmp_path / "missing.jsonl", tmp_path):
        ran = run("ask", "--batch", path)
        assert (ran.code, ran.out) == (2, "")
        assert str(path) in ran.err
