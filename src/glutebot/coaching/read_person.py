"""Who the program is for and what they are after: age, sex, experience, goal, muscles."""

import re

from glutebot.coaching.read_notes import Notes
from glutebot.coaching.vocabulary import Vocabulary

_N = r"(\d+(?:\.\d+)?)"
_AGE = re.compile(
    rf"(?<!\S)(?:(?:start|starting|lift|lifting|training|again|even) at {_N}(?! ?(?:%|"
    rf"am|pm|the|a|home|my|kg|lb))|{_N} ?(?:years? old|years? of age|yo|y / ?o|y o|"
    rf"year old|year young|years young)"
    rf"|aged? (?:is )?:? ?{_N}|(?:im|he is|she is|hes|shes|i turned|turned|turning|i turn"
    rf"|who is|whos|is) "
    rf"(?:now |over |actually |really |currently |almost |nearly |only |just |already "
    rf"|about )?{_N}(?= ?(?:[,.!;]|$|and|"
    rf"now|female|male|woman|man|f|m|with|but|years?|who|so|looking|want|need)(?!\S))"
    rf"|{_N} ?/? ?(?P<sex>f|m)(?= |$)|(?P<f>f|m) ?/? ?{_N}(?= |$))(?!\S)"
)
_SEX = (
    r"(?:female|male|woman|man|girl|guy|mum|mom|mother|lady|dude|son|daughter|wife|husband|sister"
    r"|brother|boy|kid|child|teenager|dad|father|grandma|grandmother|niece|nephew|friend|client)"
)
_BESIDE_SEX = re.compile(
    rf"(?<!\S){_SEX} ?[,(] (\d{{1,2}})(?= ?(?:$|[,.!;)]))"
    rf"|(?<!\S)(\d\d) (?:, )?(?:old )?{_SEX}(?!\S)"
    r"|(?<!\S)([5-9]\d) \+(?= ?(?:$|[,.!;)]))"
)
_DECADE = re.compile(
    r"(?<!\S)(?:in )?(?:my|her|his) (?:early |mid |late )?(20|30|40|50|60|70|80|90) ?s(?!\S)"
)
_NOT_AGE = re.compile(r" ?(?:kg|lb|weeks?|min|months?|days?|h|sets?|reps?|%|times?)(?!\S)")
_TEEN = re.compile(r"(?<!\S)(?:teen|teenager|teenage|adolescent|minor|under 18|high ?school)(?!\S)")
_YEARS = re.compile(
    rf"(?<!\S)(?:(?:(?:been |have |ive )*(?:lift|lifted|lifting|train|trained|training|"
    rf"squat|squatting|gymming|"
    rf"working out|worked out|exercising|going to the gym|in the gym|at it|doing this|"
    rf"weights|strength train|strength training|weight training|gym)"
    rf"(?: [a-z]+){{0,5}}? (?:for|since|about|over|around)? ?(?:about |over |around |"
    rf"almost |nearly |like |the last |the past |at least )*)"
    rf"{_N} (?:\+ )?(?P<unit>years?|months?|weeks?)"
    rf"|{_N} (?:\+ )?(?P<later>years?|months?|weeks?) (?:of |in |at |"
    rf"\+ )*(?:consistent |serious |regular |solid |gym |weight |strength |"
    rf"steady )*(?:lift|lifting|training|experience|the gym|gym|working out|weights|"
    rf"the iron))(?!\S)"
)
_SINCE_TEENS = re.compile(r"(?<!\S)(?:lifting|training) for (?:many |several )?years(?!\S)")
_UNWANTED = re.compile(
    r"(?<!\S)(?:no|not|without|dont|avoid|never|hate|isnt|wont)(?: (?:my|the|get|"
    r"getting|too|want|want to|grow))* $"
)
_UNITS = re.compile(r"(?<!\S)(?:\d+(?:\.\d+)? ?)?(kg|lb)(?!\S)")


def read_age(notes: Notes) -> None:
    """Read the age in years."""
    for match in notes.find(_AGE):
        if _NOT_AGE.match(notes.left[match.end() :]):
            continue
        years = float(next(group for group in match.groups() if group and group[0].isdigit()))
        _tell_age(notes, years, match.span())
        sex = match["sex"] or match["f"]
        if sex:
            notes.tell("sex", "female" if sex == "f" else "male", match.span())
    for match in notes.find(_DECADE):
        notes.tell("age", int(match[1]), match.span())
        notes.take(*match.span())
    if "age" not in notes.fields():
        for match in notes.find(_BESIDE_SEX):
            _tell_age(notes, float(match[match.lastindex or 1]), match.span(match.lastindex or 1))
    if "age" not in notes.fields():
        for match in notes.find(_TEEN):
            if _UNWANTED.search(notes.left[: match.start()]):
                continue
            notes.doubt("age", match.span())


def _tell_age(notes: Notes, years: float, span: tuple[int, int]) -> None:
    if 1 <= years <= 110:
        notes.tell("age", int(years), span)
    else:
        notes.fault("age", "age", f"{years:g}", span)
    notes.take(*span)


def read_sex(notes: Notes, vocabulary: Vocabulary) -> None:
    """Read the sex, where a word for a person gives it away."""
    for term in vocabulary.terms("sexes").find(notes.left):
        if "sex" not in notes.told:
            notes.tell("sex", term.key, term.span)


def read_experience(notes: Notes, vocabulary: Vocabulary) -> None:
    """Read the level: a word for it, or how long somebody has trained."""
    found = list(vocabulary.terms("experience").find(notes.left))
    levels = {term.key for term in found}
    for term in found:
        if term.key == "beginner" or "beginner" not in levels or len(levels) == 1:
            notes.tell("experience", term.key, term.span)
        notes.take(*term.span)
    if {"intermediate", "advanced"} <= levels and "beginner" not in levels:
        notes.tell("experience", "intermediate", found[0].span)
    for match in notes.find(_YEARS):
        if "experience" not in notes.told:
            notes.tell("experience", _level(match), match.span())
        notes.take(*match.span())
    for match in notes.find(_SINCE_TEENS):
        if "experience" not in notes.told:
            notes.tell("experience", "intermediate", match.span())
        notes.take(*match.span())


def _level(match: re.Match[str]) -> str:
    amount = float(next(group for group in match.groups() if group and group[0].isdigit()))
    unit = (match["unit"] or match["later"])[0]
    return level_after(amount / {"y": 1, "m": 12, "w": 52}[unit])


def level_after(years: float) -> str:
    """Return the level that so many years of lifting usually bring."""
    return "beginner" if years < 0.5 else "intermediate" if years < 3 else "advanced"


def read_goal(notes: Notes, vocabulary: Vocabulary) -> None:
    """Read the goal; named twice, the more particular one holds."""
    found = list(vocabulary.terms("goals").find(notes.left))
    order = ("maintenance", "performance", "strength", "hypertrophy", "general")
    found = [term for term in found if not _UNWANTED.search(notes.left[: term.start])]
    for term in found:
        notes.take(*term.span)
    if found:
        best = min(found, key=lambda term: (order.index(term.key), term.start))
        notes.tell("goal", best.key, best.span)


def read_units(notes: Notes) -> None:
    """Read whether they speak of kilograms or of pounds."""
    for match in _UNITS.finditer(notes.plain.text):
        notes.tell("units", match[1], match.span())


def read_muscles(notes: Notes, vocabulary: Vocabulary) -> None:
    """Read what should grow first and what should not grow."""
    muscles = vocabulary.terms("muscles")
    for term in list(muscles.find(notes.left)):
        field = _wish_for(notes, vocabulary, term.start, term.end)
        if field == "limit" or (field == "prioritise" and term.key != "glute-max"):
            notes.add(field, term.key, term.span)
            notes.take(*term.span)
    for term in vocabulary.terms("specialise").find(notes.left):
        notes.tell("specialise", True, term.span)
        notes.take(*term.span)


_LIST = re.compile(r"(?:(?:and|or|,|my|the|&|/|too|·+|also|big) ?)*$")


def _wish_for(notes: Notes, vocabulary: Vocabulary, start: int, end: int) -> str | None:
    """Return the field whose words stand nearest before the muscle, or after it."""
    text = notes.plain.text
    first, last = notes.sentence(start, end)
    limits = [term.end for term in vocabulary.terms("limit").find(text, first, last)]
    wishes = [term.end for term in vocabulary.terms("prioritise").find(text, first, last)]
    before = [(at, "limit") for at in limits if at <= start]
    before += [(at, "prioritise") for at in wishes if at <= start and at not in limits]
    near = [(at, name) for at, name in before if len(text[at:start].split()) <= 6]
    if near:
        return max(near)[1] if not _covered(near) else "limit"
    after = [at for at in limits if at >= end and len(text[end:at].split()) <= 6]
    return "limit" if after else ("prioritise" if wishes else None)


def _covered(near: list[tuple[int, str]]) -> bool:
    """Tell whether a limit was said just before a growth word: "without growing my"."""
    limits = [at for at, name in near if name == "limit"]
    return bool(limits) and max(near)[0] - max(limits) <= 10
