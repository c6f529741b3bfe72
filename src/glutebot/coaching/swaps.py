"""A wish to have one exercise in place of another, and how a program gets it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from glutebot.coaching.building import build
from glutebot.coaching.known import Known
from glutebot.coaching.read_text import read_plain
from glutebot.coaching.reading import Reading
from glutebot.coaching.texts import IntakeTexts
from glutebot.coaching.vocabulary import Vocabulary
from glutebot.domain.programs import Program, Refusal
from glutebot.program import Catalogue

_COMES = re.compile(r"(?:for|with|by|to|into)(?: (?:a|an|the|some|my))? $")
MOST_TRIES = 8
"""Exercises that may be left out so that the wanted one comes first."""


@dataclass(frozen=True)
class Swap:
    """Guides that shall go, and guides of which one shall come."""

    out: tuple[str, ...]
    wanted: tuple[str, ...]
    added: bool = False
    """True where only what shall come was named."""


@dataclass(frozen=True)
class Placed:
    """What is known once room was made: the guides left out for it, and whether it worked."""

    known: Known
    moved: tuple[str, ...] = ()
    fits: bool = True


FindSwap = Callable[[str], Swap | None]


def swap_finder(
    texts: IntakeTexts, vocabulary: Vocabulary, exercises: Mapping[str, str]
) -> FindSwap:
    """Return what reads a wish to swap, take out or add an exercise.

    `exercises` names the guides by id; a guide's whole name means that guide alone.
    """
    swapping, adding, instead = (
        re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, words))})(?!\S)")
        for words in (texts.swaps.out, texts.swaps.add, texts.swaps.instead)
    )
    words = vocabulary.words
    guides = {name.casefold(): (one,) for one, name in exercises.items()}

    def find(message: str) -> Swap | None:
        plain = read_plain(
            message, numbers=words.numbers, rewrites=words.rewrites, speller=vocabulary.speller
        ).text
        whole = guides.get(_name_in(message, guides) or "")
        found = list(vocabulary.exercises.find(plain))
        named = [
            (one.start, whole if whole and (len(found) == 1 or whole[0] in one.ids) else one.ids)
            for one in found
        ]
        if not named:
            return None
        turned = instead.search(plain)
        first = swapping.search(plain) or turned
        if first:
            return _split(plain, named, turned.end() if turned else None)
        return Swap((), named[0][1]) if adding.search(plain) else None

    return find


def _name_in(message: str, names: Iterable[str]) -> str | None:
    """Return the longest name that a message holds in full, if it names nothing else."""
    folded = message.casefold()
    held = sorted((name for name in names if name in folded), key=len)
    alone = held and all(name in held[-1] for name in held)
    return held[-1] if alone and " " in held[-1] else None


def _split(plain: str, named: list[tuple[int, tuple[str, ...]]], turned: int | None) -> Swap:
    """Tell what goes from what comes: the first goes, but "A instead of B" turns it round."""
    if turned is not None and named[-1][0] >= turned:
        out = _ids(ids for start, ids in named if start >= turned)
        return _apart(out, _ids(ids for start, ids in named if start < turned))
    comes = next((start for start, _ in named if _COMES.search(plain[:start])), len(plain))
    out = _ids(ids for start, ids in named if start < comes)
    return _apart(out, _ids(ids for start, ids in named if start >= comes))


def _apart(out: tuple[str, ...], wanted: tuple[str, ...]) -> Swap:
    return Swap(tuple(one for one in out if one not in wanted) or out, wanted)


def _ids(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for group in groups for one in group))


def as_reading(reading: Reading, swap: Swap) -> Reading:
    """Return a reading in which the exercises named are those to leave out, not gear or taste."""
    added = {name: values for name, values in reading.added.items()
             if name not in ("dislikes", "equipment")}  # fmt: skip
    told = {name: value for name, value in reading.told.items() if name != "equipment"}
    removed = {name: values for name, values in reading.removed.items() if name != "dislikes"}
    if swap.wanted:
        removed["dislikes"] = swap.wanted
    return reading.model_copy(update={"added": added, "told": told, "removed": removed})


def stand_in(swap: Swap, program: Program, catalogue: Catalogue) -> Swap:
    """Say what an added exercise takes the place of: what it may replace in this program."""
    if swap.out or not swap.wanted:
        return swap
    items = [item for session in program.weeks[0].sessions for item in session.items]
    wanted = {catalogue.guides[one].pattern for one in swap.wanted}
    families = [set(family) for family in catalogue.book.choices.families if wanted & set(family)]
    same = [item.exercise_id for item in items if item.pattern in wanted]
    near = [item.exercise_id for item in items if any(item.pattern in one for one in families)]
    return Swap(tuple([*same, *near][:1]), swap.wanted, added=True)


def exercises_of(program: Program) -> tuple[str, ...]:
    """Return the guides that a program uses."""
    found = (i.exercise_id for week in program.weeks for s in week.sessions for i in s.items)
    return tuple(dict.fromkeys(found))


def make_room(
    known: Known, swap: Swap, old: Program, texts: IntakeTexts, catalogue: Catalogue
) -> Placed:
    """Leave out what shall go, its like, and what would come before the wanted exercise."""
    gone = tuple(one for one in swap.out if one in exercises_of(old))
    least = _without(known, gone)
    trial = least
    moved: tuple[str, ...] = ()
    for _ in range(MOST_TRIES):
        built = build(trial, texts, catalogue)
        if isinstance(built, Refusal):
            break
        have = exercises_of(built)
        like = tuple(one for one in have if one in swap.out)
        if like:
            least, trial = _without(least, like), _without(trial, like)
            continue
        if not swap.wanted or set(have) & set(swap.wanted):
            return Placed(trial, moved)
        come = _newcomer(built, old, swap, catalogue)
        if come is None:
            break
        moved, trial = (*moved, come), _without(trial, (come,))
    return Placed(known if swap.added else least, fits=not swap.wanted)


def _without(known: Known, names: tuple[str, ...]) -> Known:
    dislikes = dict.fromkeys((*known.profile.get("dislikes", ()), *names))
    return known.with_fields(dislikes=list(dislikes)) if names else known


def _newcomer(new: Program, old: Program, swap: Swap, catalogue: Catalogue) -> str | None:
    """Return the exercise that took the place, the nearest in kind to the wanted one."""
    patterns = {catalogue.guides[one].pattern for one in swap.wanted}
    come = [one for one in exercises_of(new) if one not in exercises_of(old)]
    near = [one for one in come if catalogue.guides[one].pattern in patterns]
    return next(iter([*near, *come]), None)
