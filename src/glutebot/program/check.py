"""The check of any program, its own or one that a person wrote, against the rules.

It judges by the program alone and shares no rule with the builder, so that a mistake there shows
up here; only the numbers and tables in the data files are common to both.
"""

from collections.abc import Mapping
from typing import Any

from glutebot.domain.programs import Program, RuleOutcome, Violation
from glutebot.errors import InputError
from glutebot.program.catalogue import Catalogue
from glutebot.program.check_case import Case, hard
from glutebot.program.check_effort import check_effort
from glutebot.program.check_gates import check_gates
from glutebot.program.check_loads import check_loads
from glutebot.program.check_output import check_output
from glutebot.program.check_reading import read_program
from glutebot.program.check_structure import check_structure
from glutebot.program.check_volume import check_volume
from glutebot.program.outcomes import explain

_CHECKS = (check_gates, check_volume, check_effort, check_loads, check_structure, check_output)


def check_program(program: Program | Mapping[str, Any], catalogue: Catalogue) -> list[Violation]:
    """Return what breaks the rules, in order of rule and place; [] means a valid program."""
    read = program if isinstance(program, Program) else read_program(program, catalogue)
    if not isinstance(read, Program):
        return read
    unknown = _unknown_dislikes(read, catalogue)
    if unknown:
        return unknown
    case = Case(read, catalogue)
    found = {violation: None for check in _CHECKS for violation in check(case)}
    return sorted(found, key=lambda violation: (violation.rule, violation.severity))


def _unknown_dislikes(program: Program, catalogue: Catalogue) -> list[Violation]:
    try:
        catalogue.names.require_known(program.profile.dislikes, "dislikes")
    except InputError as fault:
        return [hard("R50", f"profile.{fault.field}", fault.message, fault.remedy)]
    return []


def explain_rules(
    program: Program, catalogue: Catalogue, violations: list[Violation]
) -> tuple[RuleOutcome, ...]:
    """Return how a program stands to every rule, for its `rules` list."""
    return explain(program, catalogue, violations)
