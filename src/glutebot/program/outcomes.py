"""How a program stands to each of the fifty rules: pass, warn with a reason, or not applicable."""

from collections.abc import Iterable

from glutebot.domain.programs import Program, RuleOutcome, Violation
from glutebot.program.catalogue import Catalogue

_SHOWN = 2


def explain(
    program: Program, catalogue: Catalogue, violations: Iterable[Violation]
) -> tuple[RuleOutcome, ...]:
    """Return the outcome of every rule, in order of id."""
    idle = _not_applicable(program, catalogue)
    found: dict[str, list[str]] = {}
    for violation in violations:
        found.setdefault(violation.rule, []).append(f"{violation.where}: {violation.message}")
    return tuple(
        RuleOutcome(id=rule, outcome="warn", detail=f"{says} {_join(found[rule])}")
        if rule in found
        else RuleOutcome(id=rule, outcome="not-applicable" if rule in idle else "pass", detail=says)
        for rule, says in sorted(catalogue.book.rules.items())
    )


def _join(messages: list[str]) -> str:
    more = len(messages) - _SHOWN
    shown = " ".join(f"{message[:1].upper()}{message[1:]}" for message in messages[:_SHOWN])
    return f"{shown} And {more} more like it." if more > 0 else shown


def _not_applicable(program: Program, catalogue: Catalogue) -> set[str]:
    """Return the rules whose question does not arise for this person and program."""
    profile, people = program.profile, catalogue.book.numbers.people
    drafts = set(catalogue.book.gates.screening_drafts)
    one_rep_maxes = bool(profile.one_rep_max_kg)
    asked = profile.par_q_yes is not None and not drafts & set(profile.par_q_yes)
    idle = {
        "R03": asked,
        "R04": profile.pregnancy.status != "pregnant",
        "R05": profile.pregnancy.status != "postpartum",
        "R06": profile.age is None or profile.age > people.supervised_to_age,
        "R07": profile.age is None or profile.age < people.older_age,
        "R18": "quads" not in profile.limit,
        "R24": not one_rep_maxes,
        "R28": not one_rep_maxes,
        "R30": not one_rep_maxes,
        "R31": not one_rep_maxes,
        "R32": not any(week.deload for week in program.weeks),
        "R42": not profile.other_training,
        "R46": True,
        "R49": True,
    }
    return {rule for rule, holds in idle.items() if holds}
