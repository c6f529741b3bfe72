"""`glutebot lint`: findings of a corpus, and an exit code that says whether one is hard."""

from pathlib import Path

from cli.conftest import Run
from support.knowledge_files import write_file

PLANTED = {
    "no-source": "Muscles recover. [B35]",
    "ungrounded": "Muscles recover without ground.",
    "too-long": "Muscles " + "recover and " * 30 + "rest. [B34]",
    "emg-as-growth": "The hip thrust has the highest EMG, so it leads to more growth. [B34]",
    "no-unit": "The lifters gained 6, all of them. [B34]",
}


def test_the_shipped_corpus_is_clean(run: Run) -> None:
    ran = run("lint")

    assert ran.code == 0, ran.out
    assert ran.out.splitlines()[-1].startswith("0 hard, ")


def test_each_planted_fault_is_found(run: Run, tmp_path: Path) -> None:
    for number, (rule, body) in enumerate(PLANTED.items()):
        write_file(tmp_path / "corpus" / f"{number}.md", body, id=rule)
    (tmp_path / "corpus" / "broken.md").write_text("---\nid: x\n")

    ran = run("lint", tmp_path / "corpus", "--json")

    assert ran.code == 1
    found = {(finding["rule"], finding["where"]) for finding in ran.json}
    assert {(rule, rule) for rule in PLANTED} <= {(r, w.split(" › ")[0]) for r, w in found}
    assert ("front-matter", "broken.md") in found
    assert {tuple(sorted(finding)) for finding in ran.json} == {
        ("message", "rule", "severity", "where")
    }


def test_soft_findings_do_not_fail(run: Run, tmp_path: Path) -> None:
    write_file(tmp_path / "corpus" / "a.md", reviewed="2020-01-01")

    ran = run("lint", tmp_path / "corpus")

    assert ran.code == 0
    assert "(review-due)" in ran.out
    assert ran.out.endswith("0 hard, 1 soft findings\n")


def test_a_single_file_can_be_checked(run: Run, tmp_path: Path) -> None:
    path = write_file(tmp_path / "a.md", "No ground here.")

    assert "ungrounded" in {finding["rule"] for finding in run("lint", path, "--json").json}


def test_a_missing_folder_is_refused(run: Run, tmp_path: Path) -> None:
    ran = run("lint", tmp_path / "nowhere")

    assert (ran.code, ran.out) == (2, "")
    assert "no such folder" in ran.err
