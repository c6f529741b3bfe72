"""`glutebot check`: which rules a program breaks, its own or one that a person wrote."""

from typing import Any

from glutebot.commands.batch import answer_lines, name_of, read_document, read_lines
from glutebot.commands.output import print_json
from glutebot.commands.program import open_catalogue
from glutebot.domain.programs import Violation
from glutebot.program import Catalogue, check_program
from glutebot.program.documents import as_program, read_program_json


def check(file: str, *, as_json: bool) -> int:
    """Print the violations; 0 without a hard one, 1 with one."""
    data = read_program_json(read_document(file), name_of(file))
    violations = check_program(data, open_catalogue())
    hard = sum(violation.severity == "hard" for violation in violations)
    if as_json:
        print_json(describe(violations))
    else:
        for found in violations:
            where = f"{found.severity}: {found.where}"
            print(f"{where}: {found.message} {found.remedy} ({found.rule})")
        print(f"{hard} hard, {len(violations) - hard} soft violations")
    return 1 if hard else 0


def check_batch(file: str) -> int:
    """Print the violations or an error for every line of a file, in its order."""
    lines = read_lines(file)
    catalogue = open_catalogue()
    for found in answer_lines(lines, "program", lambda data: _check_line(data, catalogue)):
        print_json(found)
    return 0


def _check_line(data: dict[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    return {"violations": describe(check_program(as_program(data), catalogue))}


def describe(violations: list[Violation]) -> list[dict[str, Any]]:
    """Return violations as scripts read them."""
    return [violation.model_dump(mode="json") for violation in violations]
