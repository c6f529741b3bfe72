"""What may stand in for an exercise when its gear is taken (R39 and the substitution rule)."""

from collections.abc import Mapping, Set

from glutebot.domain.exercises import Level
from glutebot.program.book import Book
from glutebot.program.catalogue import Guide
from glutebot.program.gates import levels_above

_MOST = 3
_LEVELS: tuple[Level, ...] = ("beginner", "intermediate", "advanced")
_CLOSE_CREDIT = 0.5


def find_substitutes(
    guide: Guide, eligible: Mapping[str, Guide], level: Level, beside: Set[str], book: Book
) -> tuple[str, ...]:
    """Return up to three substitutes, the closest first; those of the same session come last.

    Exercises within the person's level are preferred; one level above is offered only when
    nothing else is left, since its own easier form then matters.
    """
    fallback = book.choices.fallbacks.get(guide.pattern)
    suited = [
        other
        for other in eligible.values()
        if other.id != guide.id and (_suits(guide, other, book) or other.id == fallback)
    ]
    within = [other for other in suited if levels_above(level, other) <= 0]
    ranked = sorted(within or suited, key=lambda other: _distance(guide, other, beside))
    return tuple(other.id for other in ranked[:_MOST])


def _suits(guide: Guide, other: Guide, book: Book) -> bool:
    one, two = guide.credit, other.credit
    ranks = [_LEVELS.index(g.exercise.level) for g in (guide, other)]
    return (
        _is_one_family(guide.pattern, other.pattern, book)
        and abs(ranks[0] - ranks[1]) <= 1
        and abs(one.glute_max - two.glute_max) <= _CLOSE_CREDIT
        and abs(one.glute_med - two.glute_med) <= _CLOSE_CREDIT
    )


def _is_one_family(pattern: str, other: str, book: Book) -> bool:
    return any({pattern, other} <= set(family) for family in book.choices.families)


def _distance(guide: Guide, other: Guide, beside: Set[str]) -> tuple[bool, bool, float, bool, str]:
    one, two = guide.credit, other.credit
    apart = abs(one.glute_max - two.glute_max) + abs(one.glute_med - two.glute_med)
    thighs = abs(one.quads - two.quads) + abs(one.hamstrings - two.hamstrings)
    same_gear = guide.exercise.equipment_any_of == other.exercise.equipment_any_of
    return other.id in beside, other.pattern != guide.pattern, apart + thighs, same_gear, other.id
