"""What is shipped: small, built from the sources beside it, and without forbidden means."""

import base64
import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

WIDGET = Path(__file__).resolve().parents[2] / "src" / "glutebot" / "widget"
SOURCE, BUILT = WIDGET / "source", WIDGET / "built"
LIMITS = {"loader": 2048, "panel": 16384}
"""Bytes, gzipped at level 9: what a page pays before and after a reader wants an answer."""
LANGUAGES = ["ar", "de", "es", "fr", "pt"]
FORBIDDEN = (
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment"
    r"|\beval\(|new Function|setAttribute\([\"']style|\.cookie|sessionStorage|document\.title"
)


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((BUILT / "manifest.json").read_text())
    return read


@pytest.mark.parametrize("stage", LIMITS)
def test_no_stage_outgrows_its_limit(
    manifest: dict[str, Any], stage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    size = len(gzip.compress((BUILT / manifest[stage]["file"]).read_bytes(), 9))
    with capsys.disabled():
        sys.stdout.write(f"\nwidget {stage}: {size} of {LIMITS[stage]} bytes gzipped ")

    assert size <= LIMITS[stage]


def test_every_file_is_the_one_that_its_name_and_its_hash_say(manifest: dict[str, Any]) -> None:
    listed = [manifest["loader"], manifest["panel"], *manifest["words"].values()]
    for item in listed:
        data = (BUILT / item["file"]).read_bytes()
        digest = base64.b64encode(hashlib.sha384(data).digest()).decode()
        assert hashlib.sha256(data).hexdigest()[:12] in item["file"]
        assert item["integrity"] == f"sha384-{digest}"
        assert item["bytes"] == len(data)
    names = {item["file"] for item in listed} | {"glutebot.js", "manifest.json"}

    assert {path.name for path in BUILT.iterdir()} == names
    loader = (BUILT / manifest["loader"]["file"]).read_bytes()
    assert (BUILT / "glutebot.js").read_bytes() == loader
    assert manifest["panel"]["file"].encode() in loader


def test_every_language_has_a_module_of_its_own(manifest: dict[str, Any]) -> None:
    panel = (BUILT / manifest["panel"]["file"]).read_text()
    assert sorted(manifest["words"]) == LANGUAGES

    for item in manifest["words"].values():
        assert item["file"] in panel


def test_the_loader_calls_nobody_and_keeps_nothing() -> None:
    loader = (BUILT / "glutebot.js").read_text()

    assert re.findall(r"fetch\(|XMLHttp|sendBeacon|localStorage|WebSocket|https?://", loader) == []


def test_nothing_reads_text_as_markup_or_reaches_for_what_is_the_page_s() -> None:
    for path in [*SOURCE.glob("*.ts"), *BUILT.glob("*.js")]:
        assert re.findall(FORBIDDEN, path.read_text()) == [], path.name


def test_the_lock_names_no_registry() -> None:
    lock = (WIDGET / "package-lock.json").read_text()

    assert "resolved" not in lock
    assert "http" not in lock


@pytest.fixture(scope="module")
def toolchain() -> Path:
    """The locked toolchain, installed; a machine without node skips what needs it."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        pytest.skip("node and npm are not installed (Debian: apt-get install nodejs npm)")
    lock = WIDGET / "node_modules" / ".package-lock.json"
    if not lock.exists() or lock.stat().st_mtime < (WIDGET / "package-lock.json").stat().st_mtime:
        done = subprocess.run(
            ["npm", "ci", "--no-audit", "--no-fund"], cwd=WIDGET, capture_output=True, text=True
        )
        if done.returncode:
            pytest.skip(f"npm cannot install the locked toolchain here: {done.stderr[-300:]}")
    return WIDGET


def test_what_is_built_matches_the_sources(toolchain: Path, tmp_path: Path) -> None:
    subprocess.run(["node", "build.mjs", str(tmp_path)], cwd=toolchain, check=True)
    rebuilt = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    assert rebuilt == {path.name: path.read_bytes() for path in BUILT.iterdir()}, (
        "run `make widget` and commit src/glutebot/widget/built"
    )


def test_the_sources_are_typed(toolchain: Path) -> None:
    done = subprocess.run(
        ["npx", "--no-install", "tsc", "-p", "."], cwd=toolchain, capture_output=True, text=True
    )

    assert done.stdout == ""
    assert done.returncode == 0


def test_the_sizes_in_the_documentation_are_the_measured_ones(manifest: dict[str, Any]) -> None:
    text = (WIDGET.parents[2] / "docs" / "widget.md").read_text()
    for stage, row in (("loader", "with the page"), ("panel", "when a reader wants it")):
        size = len(gzip.compress((BUILT / manifest[stage]["file"]).read_bytes(), 9)) / 1024
        written = re.findall(rf"\| {row} \| ([\d.]+) KB \|", text)
        assert [float(figure) for figure in written] == [pytest.approx(size, abs=0.1)]
        assert text.count(f"{written[0]} KB") >= 2
