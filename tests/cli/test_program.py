"""`glutebot program` and `glutebot check`: one or a batch, with errors that help."""

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cli.conftest import Run
from glutebot.program import build_program, read_profile
from glutebot.program.export import write_json
from program.shelf import shipped_catalogue

PROFILE: dict[str, Any] = {
    "days_per_week": 3, "minutes_per_session": 45, "experience": "intermediate",
    "equipment": ["dumbbell", "bench"], "par_q_yes": [],
}  # fmt: skip
CHEST_PAIN = {**PROFILE, "red_flags": ["chest"]}


def write(folder: Path, data: Any, name: str = "profile.json") -> Path:
    path = folder / name
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path


def schema(repository: Path, name: str) -> dict[str, Any]:
    path = repository / "tests" / "data" / "schemas" / f"{name}.schema.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


@pytest.fixture(autouse=True)
def no_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that is not there, and stays so: programs need no index."""
    folder = tmp_path / "no-data"
    monkeypatch.setenv("GLUTEBOT_DATA_DIR", str(folder))
    return folder


def test_json_fits_the_contract_and_breaks_no_rule(
    run: Run, tmp_path: Path, repository: Path, no_data_folder: Path
) -> None:
    ran = run("program", "--profile", write(tmp_path, PROFILE), "--json")
    checked = run("check", write(tmp_path, ran.json, "program.json"), "--json")

    assert ran.code == 0
    jsonschema.validate(ran.json, schema(repository, "program"))
    assert (checked.code, checked.json) == (0, [])
    assert ran.err == ""
    assert not no_data_folder.exists()


def test_the_command_gives_the_bytes_of_the_library(run: Run, tmp_path: Path) -> None:
    built = build_program(read_profile(PROFILE), shipped_catalogue())

    ran = run("program", "--profile", write(tmp_path, PROFILE), "--json")

    assert ran.out.encode() == write_json(built) + b"\n"


def test_without_json_a_sheet_is_printed(run: Run, tmp_path: Path) -> None:
    ran = run("program", "--profile", write(tmp_path, PROFILE))

    assert ran.code == 0
    assert ran.out.startswith("# Your glute program\n")
    assert "## Sources" in ran.out


def test_a_refusal_is_a_result_with_its_rule(run: Run, tmp_path: Path, repository: Path) -> None:
    path = write(tmp_path, CHEST_PAIN)
    as_json, as_text = (
        run("program", "--profile", path, "--json"),
        run("program", "--profile", path),
    )

    assert (as_json.code, as_text.code) == (0, 0)
    jsonschema.validate(as_json.json, schema(repository, "refusal"))
    assert (as_json.json["reason"], as_json.json["referral"]) == ("R02", "emergency")
    assert as_json.json["text"] in as_text.out
    assert "R02" in as_text.out


def test_an_export_is_written_whole_beside_the_json(run: Run, tmp_path: Path) -> None:
    out = write(tmp_path, "old", "out.csv")

    ran = run(
        "program", "--profile", write(tmp_path, PROFILE), "--json", "--export", "csv", "-o", out
    )

    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    sets = [i["sets"] for w in ran.json["weeks"] for s in w["sessions"] for i in s["items"]]
    assert len(rows) == sum(sets)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "profile.json"]


def test_an_export_goes_to_stdout_where_no_file_is_named(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path, PROFILE)

    assert run("program", "--profile", path, "--export", "csv").out.startswith("week,deload,day,")
    assert run("program", "--profile", path, "--export", "md", "-o", "-").out.startswith("# Your")
    assert json.loads(run("program", "--profile", path, "--export", "json").out)["weeks"]


def test_a_calendar_has_the_first_day_and_zone_that_were_asked_for(
    run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "out.ics"
    day, zone = "2027-01-04", "America/New_York"

    ran = run(
        "program", "--profile", write(tmp_path, PROFILE), "--json",
        "--export", "ics", "-o", out, "--start", day, "--tz", zone,
    )  # fmt: skip

    text = out.read_bytes().decode()
    assert ran.code == 0
    assert text.count("BEGIN:VEVENT") == sum(len(week["sessions"]) for week in ran.json["weeks"])
    assert "DTSTART;TZID=America/New_York:20270104T180000" in text


def test_a_refusal_is_not_exported(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"

    ran = run("program", "--profile", write(tmp_path, CHEST_PAIN), "--export", "csv", "-o", out)

    assert ran.code == 1
    assert "emergency" in ran.out
    assert "no program to export" in ran.err
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (("--export", "docx"), "format"),
        (("--export", "pdf"), "format"),
        (("--export", "ics"), "start"),
        (("--export", "ics", "--start", "next Monday"), "start"),
        (("--export", "ics", "--start", "9999-12-31"), "start"),
        (("--export", "ics", "--start", "2027-01-04", "--tz", "Berlin"), "tz"),
        (("-o", "out.md"), "-o"),
        (("--export", "md", "--start", "2027-01-04"), "--start"),
        (("--export", "md", "--tz", "Europe/Berlin"), "--tz"),
        (("--start", "2027-01-04"), "--start"),
        (("--export", "md", "--json"), "--json"),
        (("--export", "md", "-o", "no/such/folder/out.md"), "no/such/folder/out.md"),
        (("--export", "md", "-o", "."), "."),
    ],
)
def test_options_that_do_not_go_together_say_so_on_one_line(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], field: str
) -> None:
    ran = run("program", "--profile", write(tmp_path, PROFILE), *arguments)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"glutebot: {field}: ")
    assert ran.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["profile.json"]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "profile.json"),
        ("[]", "profile.json"),
        ("{", "profile.json"),
        (json.dumps({**PROFILE, "days_per_week": 9}), "days_per_week"),
        (json.dumps({**PROFILE, "weeks": "6"}), "weeks"),
        (json.dumps({**PROFILE, "increment_kg": float("nan")}), "increment_kg"),
        (json.dumps({**PROFILE, "equipment": ["dumbell"]}), "equipment.0"),
        (json.dumps({**PROFILE, "un\nknown": 1}), "un known"),
    ],
)
def test_an_unusable_profile_is_refused_on_one_line(
    run: Run, tmp_path: Path, text: str, field: str
) -> None:
    path = write(tmp_path, text)
    ran = run("program", "--profile", path)

    assert (ran.code, ran.out) == (2, "")
    assert field in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("command", [("program", "--profile"), ("program", "--batch"), ("check",)])
def test_a_file_that_is_not_there_is_named(run: Run, command: tuple[str, ...]) -> None:
    ran = run(*command, "missing.json")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("glutebot: missing.json: cannot be read")


def test_one_of_profile_and_batch_is_needed(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path, PROFILE)

    assert run("program").code == 2
    assert run("program", "--profile", path, "--batch", path).code == 2
    assert run("program", "--batch", path, "--export", "md").code == 2
    assert run("check").code == 2


def test_a_dash_reads_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def give(data: Any) -> None:
        raw = io.BytesIO(json.dumps(data).encode())
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(raw, encoding="utf-8"))

    give(PROFILE)
    built = run("program", "--profile", "-", "--json")
    give(built.json)
    checked = run("check", "-")

    assert (built.code, checked.code) == (0, 0)
    assert checked.out == "0 hard, 0 soft violations\n"


LINES = [
    ('{"id": "a", "profile": %s}', None),
    ("", "line"),
    ("[]", "line"),
    ("not json", "line"),
    ('{"id": "b"}', "profile"),
    ('{"id": "c", "profile": []}', "profile"),
    ('{"id": "d", "profile": {"days_per_week": NaN}}', "days_per_week"),
    ('{"id": "e", "profile": {"days_per_week": 9}}', "days_per_week"),
    ('{"id": "f", "profile": {}}', "days_per_week"),
    ('{"id": [1], "profile": %s}', "id"),
    ('{"id": NaN, "profile": %s}', "id"),
    ('{"id": "g", "id": "h", "profile": %s}', "id"),
    ('{"id": 7, "profile": %s}', None),
    ('{"profile": %s}', None),
    ('{"id": "\\ud800", "profile": %s}', None),
]


def test_a_batch_gives_one_line_for_each_in_order(run: Run, tmp_path: Path) -> None:
    profile = json.dumps(PROFILE)
    text = "".join(line.replace("%s", profile) + "\n" for line, _ in LINES)

    ran = run("program", "--batch", write(tmp_path, text, "batch.jsonl"))

    assert ran.code == 0
    assert [found.get("error", {}).get("field") for found in ran.lines] == [f for _, f in LINES]
    ids = ["a", None, None, None, "b", "c", "d", "e", "f", None, None, "h", 7, None, "\ud800"]
    assert [found["id"] for found in ran.lines] == ids
    for found in ran.lines:
        assert found.get("schema") == "glutebot.program/1" or all(found["error"].values())


def test_a_batch_holds_refusals_too(run: Run, tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "profile": CHEST_PAIN})

    (found,) = run("program", "--batch", write(tmp_path, line, "batch.jsonl")).lines

    assert (found["id"], found["schema"], found["reason"]) == ("a", "glutebot.refusal/1", "R02")


def test_a_broken_rule_is_named_and_fails_the_check(run: Run, tmp_path: Path) -> None:
    program = run("program", "--profile", write(tmp_path, PROFILE), "--json").json
    program["weeks"][0]["sessions"][0]["items"][0]["rpe"] = 9.5
    path = write(tmp_path, program, "program.json")

    as_json, as_text = run("check", path, "--json"), run("check", path)

    assert (as_json.code, as_text.code) == (1, 1)
    assert "R23" in {found["rule"] for found in as_json.json}
    assert set(as_json.json[0]) == {"rule", "severity", "where", "message", "remedy"}
    assert "(R23)" in as_text.out


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"weeks": [{"number": NaN}]}',
        '{"schema": "glutebot.refusal/1"}',
        "[" * 99999,
    ],
)
def test_what_is_no_program_is_refused_and_not_judged(run: Run, tmp_path: Path, text: str) -> None:
    ran = run("check", write(tmp_path, text, "program.json"))

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1


def test_checks_come_in_batches_as_well(run: Run, tmp_path: Path) -> None:
    program = run("program", "--profile", write(tmp_path, PROFILE), "--json").json
    broken = {**program, "citations": []}
    lines = [
        json.dumps({"id": "a", "program": program}),
        json.dumps({"id": "b", "program": broken}),
        json.dumps({"id": "c", "program": {"schema": "glutebot.refusal/1"}}),
        "no",
    ]

    ran = run("check", "--batch", write(tmp_path, "\n".join(lines), "batch.jsonl"))
    whole, faulty, refused, no_json = ran.lines

    assert ran.code == 0
    assert whole == {"id": "a", "violations": []}
    assert "R47" in {found["rule"] for found in faulty["violations"]}
    assert refused["error"]["field"] == "schema"
    assert no_json["error"]["field"] == "line"


def test_what_a_batch_wrote_can_be_checked_as_it_is(run: Run, tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "profile": PROFILE})
    (built,) = run("program", "--batch", write(tmp_path, line, "batch.jsonl")).lines

    assert run("check", write(tmp_path, built, "program.json"), "--json").json == []
