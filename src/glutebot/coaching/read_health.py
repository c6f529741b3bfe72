"""Conditions, warning signs, pregnancy and birth, and answers to the health question."""

import re

from glutebot.coaching.read_notes import Notes
from glutebot.coaching.terms import Term
from glutebot.coaching.vocabulary import Vocabulary

_N = r"(\d+(?:\.\d+)?)"
_TIME = re.compile(
    rf"(?<!\S){_N} ?(?:\+ ?)?(weeks?|months?|days?|years?|w|m|mo)(?: and {_N} days?)?(?!\S)"
)
_TRIMESTER = re.compile(r"(?<!\S)(first|1|1st|second|2|2nd|third|3|3rd) trimester(?!\S)")
_MONTH_OF = re.compile(rf"(?<!\S){_N} months? (?:pregnant|along|gone)(?!\S)")
_NO = re.compile(
    r"(?<!\S)(?:no|not|without|never|dont have|dont have any|havent had|isnt|aint|nor|"
    r"neither|arent|nothing|ruled out|wasnt|not been|free of|neg|0|any longer)(?!\S)"
)
_GONE = re.compile(
    r"(?<!\S)(?:is gone|are gone|gone away|no longer|went away|stopped|has passed|"
    r"had it checked|ruled out|cleared up|resolved)(?!\S)"
)

_ABOUT = re.compile(r" (?:with|in|at|on) ")
"""After "no issues" this names what has none, so that the rest stays open."""
_HOPING = re.compile(
    r"(?<!\S)(?:trying|try|want|hope|hoping|planning|plan|if|before|might|wish|"
    r"when)(?: [a-z]+){0,4} $"
)
_PAST = re.compile(r"(?<!\S)(?:was|were|used to be|had been|been) $")
_LONGEST_AGO = 104
"""Weeks after a birth from which it no longer counts."""
_SCREENED = ("chest", "syncope")
"""Signs that the screening question names itself: there they are answers, not alarms."""
_FARTHEST = 40
"""How many letters a number of weeks may stand away from the word for pregnancy."""


def read_pregnancy(notes: Notes, vocabulary: Vocabulary) -> None:
    """Read pregnancy or birth, with its weeks, clearance, healing and symptoms."""
    for status in ("pregnant", "postpartum"):
        for term in vocabulary.terms(f"health.{status}").find(notes.left):
            if _is_denied(notes, term):
                notes.tell("pregnancy", {"status": "none"}, term.span)
                notes.take(*term.span)
                break
            if _PAST.search(notes.left[: term.start]) and status == "pregnant":
                notes.doubt("pregnancy", term.span)
                continue
            if _HOPING.search(notes.left[: term.start]) or not _is_own(notes, status, term):
                continue
            _tell_birth(notes, vocabulary, status, term)
            return


def _is_own(notes: Notes, status: str, term: Term) -> bool:
    """Tell whether it is a birth of late: "my baby is" needs an age after it, and none of years."""
    if status == "pregnant":
        return True
    times = _times(notes, term)
    if notes.left[term.start : term.end].endswith((" is", " was born")) and not times:
        return False
    return not times or _in_weeks(times[0]) <= _LONGEST_AGO


def _tell_birth(notes: Notes, vocabulary: Vocabulary, status: str, term: Term) -> None:
    found: dict[str, object] = {"status": status}
    span = list(term.span)
    weeks = _weeks(notes, status, term)
    if weeks:
        found["weeks"] = weeks[0]
        span = [min(span[0], weeks[1][0]), max(span[1], weeks[1][1])]
        notes.take(*weeks[1])
    answers = (
        {"cleared": ("cleared", "not_cleared")}
        if status == "pregnant"
        else {"healed": ("healed", "not_healed")}
    )
    for name, (yes, no) in answers.items():
        found |= _answer(notes, vocabulary, name, yes, no)
    if status == "postpartum":
        found |= _after_birth(notes, vocabulary)
    notes.tell("pregnancy", found, (span[0], span[1]))
    notes.take(span[0], span[1])


def _answer(
    notes: Notes, vocabulary: Vocabulary, name: str, yes: str, no: str
) -> dict[str, object]:
    denied = vocabulary.terms(f"health.{no}").within(notes.left)
    agreed = vocabulary.terms(f"health.{yes}").within(notes.left)
    term = denied or agreed
    if not term:
        return {}
    notes.take(*term.span)
    return {name: denied is None}


def _after_birth(notes: Notes, vocabulary: Vocabulary) -> dict[str, object]:
    found: dict[str, object] = {}
    bleeding = vocabulary.terms("health.bleeding").within(notes.left)
    if bleeding:
        found["bleeding_rising"] = not _is_denied(notes, bleeding)
    symptoms = [term for term in vocabulary.terms("health.symptoms").find(notes.left)
                if not _is_denied(notes, term)]  # fmt: skip
    if symptoms:
        found["symptoms"] = tuple(dict.fromkeys(term.key for term in symptoms))
    for term in symptoms:
        notes.take(*term.span)
    return found


def _times(notes: Notes, term: Term) -> list[re.Match[str]]:
    """Return the lengths of time near a word, the nearest first."""
    first, last = notes.sentence(term.start, term.end)
    found = sorted(
        _TIME.finditer(notes.left, first, last), key=lambda match: _distance(match, term)
    )
    near = [match for match in found if _distance(match, term) <= _FARTHEST]
    return [match for match in near if not _is_length(notes.left, match)]


def _in_weeks(match: re.Match[str]) -> int:
    return int(float(match[1]) * {"w": 1.0, "m": 52 / 12, "d": 1 / 7, "y": 52.0}[match[2][0]])


def _weeks(notes: Notes, status: str, term: Term) -> tuple[int, tuple[int, int]] | None:
    """Return the weeks of pregnancy or since birth, and where they stand."""
    text = notes.left
    for match in _times(notes, term):
        if _in_weeks(match) <= (45 if status == "pregnant" else _LONGEST_AGO):
            return _in_weeks(match), match.span()
    trimester = _TRIMESTER.search(text)
    if status == "pregnant" and trimester:
        order = {"f": 12, "1": 12, "s": 26, "2": 26, "t": 28, "3": 28}
        return order[trimester[1][0]], trimester.span()
    return None


def _distance(match: re.Match[str], term: Term) -> int:
    return min(abs(match.end() - term.start), abs(match.start() - term.end))


def _is_length(text: str, match: re.Match[str]) -> bool:
    """Tell whether a time is the plan's and not the pregnancy's: "3 days", "a 6 week plan"."""
    after = text[match.end() :]
    if match[2].startswith("day"):
        return not re.match(r" (?:postpartum|ago|after|since|pp)", after)
    return bool(re.match(r" (?:program|plan|routine|block|workout)", after))


def read_conditions(notes: Notes, vocabulary: Vocabulary, *, asked: str | None) -> None:
    """Read conditions and warning signs, and the health question where it is answered."""
    well = vocabulary.terms("health.all_well").within(notes.left)
    answers = _screening(notes, vocabulary)
    named = _read_signs(notes, vocabulary, asked=asked)
    if answers:
        for number, term in answers.items():
            notes.add("par_q_yes", number, term.span)
    elif named and asked == "par_q_yes":
        notes.tell("par_q_yes", (4,), named[0].span)
    elif well and not named and not _ABOUT.match(notes.left[well.end :]):
        notes.tell("par_q_yes", (), well.span)
        notes.take(*well.span)


def _screening(notes: Notes, vocabulary: Vocabulary) -> dict[int, Term]:
    return {
        term.key: term
        for term in vocabulary.terms("health.par_q").find(notes.left)
        if not _is_denied(notes, term)
    }


def _read_signs(notes: Notes, vocabulary: Vocabulary, *, asked: str | None) -> list[Term]:
    named = []
    for field, path in (("conditions", "health.conditions"), ("red_flags", "health.signs")):
        for term in list(vocabulary.terms(path).find(notes.left)):
            if _is_gone(notes, term) or (
                term.key == "surgery" and _is_cleared(notes, vocabulary, term)
            ):
                notes.remove(field, term.key, term.span)
            elif not (_is_denied(notes, term) or (asked == "par_q_yes" and term.key in _SCREENED)):
                notes.add(field, term.key, term.span)
                named.append(term)
            if term.key != "persistent":  # "my back hurts at night" is a pain as well
                notes.take(*term.span)
    return named


def _is_cleared(notes: Notes, vocabulary: Vocabulary, term: Term) -> bool:
    """Tell whether the sentence says that a surgeon or physio agreed."""
    first, last = notes.sentence(term.start, term.end)
    if vocabulary.terms("health.not_cleared").within(notes.left, first, last):
        return False
    return vocabulary.terms("health.cleared").within(notes.left, first, last) is not None


def _is_denied(notes: Notes, term: Term) -> bool:
    first, _ = notes.clause(term.start, term.end)
    sentence, _ = notes.sentence(term.start, term.end)
    text = notes.left
    in_clause = list(_NO.finditer(text, first, term.start))
    if in_clause:
        return len(text[in_clause[-1].end() : term.start].split()) <= 5
    in_list = list(_NO.finditer(text, sentence, term.start))
    return (
        bool(in_list)
        and bool(
            re.fullmatch(
                r"(?: [a-z·]+){0,4}(?: (?:,|or|nor|and)(?: [a-z·]+){0,3})+ ?",
                text[in_list[-1].end() : term.start],
            )
        )
        and not re.search(r"(?<!\S)(?:but|have|im|i)(?!\S)", text[in_list[-1].end() : term.start])
    )


def _is_gone(notes: Notes, term: Term) -> bool:
    _, last = notes.clause(term.start, term.end)
    return bool(_GONE.search(notes.left, term.end, last))
