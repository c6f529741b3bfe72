"""A program under examination, and the words in which a violation is told.

The check shares the data files with the builder and none of its rules: whatever it says about a
program is worked out again from the items.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from glutebot.domain.profiles import Profile
from glutebot.domain.programs import Item, Program, Session, Violation, Week
from glutebot.program.catalogue import Catalogue, Guide

TINY = 1e-6


@dataclass(frozen=True)
class Spot:
    """An item and where it stands."""

    week: Week
    session: Session
    place: int
    item: Item

    @property
    def where(self) -> str:
        """Return week, day and exercise in words."""
        return f"week {self.week.number}, day {self.session.day}, {self.item.exercise_id}"

    @property
    def key(self) -> tuple[str, int, int]:
        """Return what makes an item the same from week to week: exercise, day and place."""
        return self.item.exercise_id, self.session.day, self.place


@dataclass(frozen=True)
class Case:
    """A program with the catalogue that it is judged by."""

    program: Program
    catalogue: Catalogue

    @property
    def profile(self) -> Profile:
        """Return the person."""
        return self.program.profile

    @cached_property
    def spots(self) -> list[Spot]:
        """Return every item with its place."""
        return [
            Spot(week, session, place, item)
            for week in self.program.weeks
            for session in week.sessions
            for place, item in enumerate(session.items)
        ]

    @cached_property
    def working_weeks(self) -> list[Week]:
        """Return the weeks that are no deload."""
        return [week for week in self.program.weeks if not week.deload]

    @cached_property
    def working_spots(self) -> list[Spot]:
        """Return the items of the weeks that are no deload."""
        return [spot for spot in self.spots if not spot.week.deload]

    def guide(self, item: Item) -> Guide | None:
        """Return the guide of an item, if the catalogue has it."""
        return self.catalogue.guides.get(item.exercise_id)


def glute_sets(part: Week | Session, muscle: str = "glute_max") -> float:
    """Return the fractional sets of a muscle in a week or a session."""
    return sum(item.sets * float(getattr(item.credit, muscle)) for item in items_of(part))


def direct_sets(part: Week | Session) -> int:
    """Return the sets that count fully for the gluteus maximus."""
    return sum(item.sets for item in items_of(part) if item.credit.glute_max >= 1)


def count_sets(number: float) -> str:
    """Return a number of sets in words that agree with it."""
    return f"{number:g} set" if number == 1 else f"{number:g} sets"


def items_of(part: Week | Session) -> Iterator[Item]:
    """Yield the items of a week or a session."""
    sessions = part.sessions if isinstance(part, Week) else (part,)
    for session in sessions:
        yield from session.items


def hard(rule: str, where: str, message: str, remedy: str) -> Violation:
    """Return a violation that rejects the program."""
    return Violation(rule=rule, severity="hard", where=where, message=message, remedy=remedy)


def soft(rule: str, where: str, message: str, remedy: str) -> Violation:
    """Return a violation that is explained and let through."""
    return Violation(rule=rule, severity="soft", where=where, message=message, remedy=remedy)
