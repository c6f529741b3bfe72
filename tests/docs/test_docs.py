"""What a person can type or set stands in README.md or docs/; a failure names what is missing."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from glutebot.cli import build_parser
from glutebot.prompting import load_prompt
from glutebot.settings import Settings


@pytest.fixture(scope="module")
def documentation(repository: Path) -> str:
    pages = [repository / "README.md", *sorted((repository / "docs").rglob("*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def subparsers() -> dict[str, argparse.ArgumentParser]:
    actions = build_parser()._actions
    (found,) = [a for a in actions if isinstance(a, argparse._SubParsersAction)]
    return dict(found.choices)


def shown_options(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield the options that a command's help shows."""
    for action in parser._actions:
        if action.help is not argparse.SUPPRESS:
            yield from action.option_strings[-1:]


def options() -> list[tuple[str, str]]:
    own = [("", option) for option in shown_options(build_parser())]
    return own + [
        (name, option)
        for name, parser in subparsers().items()
        for option in shown_options(parser)
        if option != "--help"
    ]


def about(documentation: str, command: str) -> str:
    """Return the lines that show how a command is written."""
    lines = documentation.splitlines()
    return "\n".join(line for line in lines if re.search(rf"`(?:glutebot )?{command}\b", line))


def test_every_command_is_documented(documentation: str) -> None:
    missing = [name for name in subparsers() if not about(documentation, name)]

    assert missing == []


def test_every_option_is_documented_beside_its_command(documentation: str) -> None:
    missing = [
        f"{command} {option}".strip()
        for command, option in options()
        if not re.search(
            rf"(?<![\w-]){option}(?![\w-])",
            about(documentation, command) if command else documentation,
        )
    ]

    assert missing == []


def test_every_setting_is_documented(documentation: str) -> None:
    names = [f"GLUTEBOT_{name.upper()}" for name in Settings.model_fields]
    names += ["OPENAI_API_KEY", "OPENAI_BASE_URL"]

    assert [name for name in names if not re.search(rf"\b{name}\b", documentation)] == []


def test_no_setting_is_documented_that_does_not_exist(documentation: str) -> None:
    known = {f"GLUTEBOT_{name.upper()}" for name in Settings.model_fields}
    written = set(re.findall(r"\bGLUTEBOT_[A-Z_]*[A-Z]\b(?!\*)", documentation))

    assert written - known - {"NOTHING_SKIPS"} == set()


def test_defaults_in_the_documentation_are_the_real_ones(documentation: str) -> None:
    rows = dict(re.findall(r"^\| `GLUTEBOT_(\w+)`[^|]*\| `?([^|`]+?)`? \|", documentation, re.M))
    plain = {
        name: str(field.default if not isinstance(field.default, float) else f"{field.default:g}")
        for name, field in Settings.model_fields.items()
        if isinstance(field.default, str | int | float | Path)
    }

    assert plain
    assert {name: rows.get(name.upper()) for name in plain} == plain


def test_every_prompt_and_its_inputs_are_documented(documentation: str, repository: Path) -> None:
    folder = repository / "prompts"
    prompts = [load_prompt(folder, path.stem) for path in folder.glob("*.md")]
    missing = [
        f"{prompt.name} › {word}"
        for prompt in prompts
        for word in (prompt.name, *prompt.inputs)
        if f"`{word}`" not in documentation
    ]

    assert prompts
    assert missing == []
