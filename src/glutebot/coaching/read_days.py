"""Days a week, as people say them: a number, weekdays, or a rhythm."""

import re

from glutebot.coaching.read_notes import TAKEN, Notes
from glutebot.coaching.terms import Term
from glutebot.coaching.vocabulary import Vocabulary

NUMBER = r"(-?\d+(?:\.\d+)?)"
RANGE = rf"{NUMBER}(?: (?:to|or|/|or maybe|, maybe|and|maybe) {NUMBER})?"
"""A number, or a range of which the lower end is meant."""
PER_WEEK = (
    r"(?:(?:a|per|each|every|/|the|in a|in the|in 1|this|of the|out of the|out of 7|any|1)"
    r"(?: single| calendar| full)? week|weekly|p ?/? ?w|/ ?wk?)"
)
"""How people say "a week"."""


def whole_words(pattern: str) -> re.Pattern[str]:
    """Compile a pattern that stands for whole words of plain text."""
    return re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")


_DAY = (
    r"(?:(?:training|gym|lifting|workout|work|different|non consecutive|separate|glute|leg|full|"
    r"good|free|short|quick|long|hard|weekly|home|solid) )*(?:days?|sessions?|times?"
    r"|workouts?|x|trainings?|visits?|nights?|evenings?|"
    r"mornings?|d)"
)
_DAYS_A_WEEK = whole_words(
    rf"{RANGE} {_DAY}(?: (?:training|of training|lifting|of lifting|in the gym|"
    rf"at the gym|of gym))?"
    rf" {PER_WEEK}"
)
_BARE_DAYS = whole_words(rf"{RANGE} ?{_DAY}(?<! x)(?<! times)(?<! time)")
_BARE_TIMES = whole_words(rf"{RANGE} ?(?:x|times?)")
_NOT_DAYS = re.compile(
    r" ?(?:ago|off|old|later|straight|apart|between|break|rest|now|in a row|trial|after|of pain|"
    r"sore|postpartum|of rest|an? day|a night|daily|/ day|per day|\d|min|kg|lb|squat|kcal)"
)
_NOT_DAYS_BEFORE = re.compile(r"(?:last|past|since|after|within|every|x|these|ago) $")
_EVERY_OTHER = whole_words(
    r"(?:every (?:other|second|2nd|2) days?|(?:on )?alternat(?:e|ing) days?|eod)"
)
_EVERY_N = whole_words(rf"every {NUMBER} days")
_DAILY = whole_words(r"(?:every (?:single )?day|daily|each day|all week|everyday)(?: of the week)?")
_WEEKEND = whole_words(r"(?:on |at |only on |only )?(?:the )?weekends?(?: only)?")
_WORKDAYS = whole_words(r"(?:on )?(?:weekdays|workdays|work days|week days)(?: only)?")
_INITIALS = re.compile(
    r"(?<!\S)(?:mw|wf|mf|tth|tuth|tf|mth"
    r"|(?=\w{3})(?:m)?(?:tu?(?!h))?(?:w)?(?:th?)?(?:f)?(?:sa?)?(?:su?)?)(?!\S)"
)
_LETTERS = re.compile(r"th|tu|sa|su|m|t|w|f|s")
_LETTER = r"(?:mon?|tue?|wed?|thu?|r|fri?|sat?|sun?)"
_SPLIT_INITIALS = whole_words(
    rf"(?:m|t|w|f|{_LETTER})(?: (?:/|,|and) (?:m|t|w|f|s|{_LETTER}))+|m w f|t th|tu th"
)
_DAYS_LABEL = whole_words(rf"days?(?: {PER_WEEK})? [:=] {RANGE}")
_WORKWEEK = whole_words(r"m (?:to )?f")
_REJECTED = re.compile(
    r" (?:(?:a|per|each|every) (?:week|session|workout) )?(?:is|are|seems?|feels?|was"
    r"|sounds?|isnt|arent"
    r"|doesnt|dont|wont|would be|might be)(?: [a-z]+)? ?"
    r"(?:too|not|much|many|long|short|work|enough|possible)"
)
"""Said after a number that does not suit: "3 days is too much"."""
_THROUGH = ("to", "through", "thru", "until", "till")
_EXCEPT = re.compile(
    r"(?<!\S)(?:except|but not|not|besides|apart from|minus|excluding|no|never|cant|"
    r"cant do|off|rest)"
    r"(?: (?:for|on|the|do|train|my|days?))* $"
)
_TRAINING = re.compile(
    r"(?<!\S)(?:train|training|workout|workouts|lift|gym|sessions?|exercise|program|"
    r"plan|can|available)(?!\S)"
)
_DASH = re.compile(r"\w ?[-–—] ?\w")
_FEW = 4
"""How many words a clause may have in which "every day" needs no other word for training."""


def read_days(notes: Notes, vocabulary: Vocabulary) -> None:
    """Read the training days; of a range the lower one holds."""
    for pattern in (_DAYS_A_WEEK, _DAYS_LABEL):
        for match in notes.find(pattern):
            _tell_match(notes, match)
    if "days_per_week" not in notes.fields():
        _read_bare_days(notes, _BARE_DAYS)
    _read_named_days(notes, vocabulary)
    for read in (_read_initials, _read_patterns):
        if "days_per_week" not in notes.fields():
            read(notes, vocabulary)
    if "days_per_week" not in notes.fields():
        _read_bare_days(notes, _BARE_TIMES)


def _read_bare_days(notes: Notes, pattern: re.Pattern[str]) -> None:
    for match in notes.find(pattern):
        before, after = notes.left[: match.start()], notes.left[match.end() :]
        if not (_NOT_DAYS.match(after) or _NOT_DAYS_BEFORE.search(before)):
            _tell_match(notes, match)


def _tell_match(notes: Notes, match: re.Match[str]) -> None:
    if is_rejected(notes, match):
        notes.doubt("days_per_week", match.span())
        return
    low = min(float(value) for value in match.groups()[:2] if value)
    tell_days(notes, low, match.span())


def tell_days(notes: Notes, count: float, span: tuple[int, int]) -> None:
    """Note a number of days a week, or that it cannot be used."""
    if 1 <= count <= 6 and count == int(count):
        notes.tell("days_per_week", int(count), span)
    else:
        notes.fault("days_per_week", "days_per_week", f"{count:g}", span)
    notes.take(*span)


def _read_patterns(notes: Notes, vocabulary: Vocabulary) -> None:
    for pattern, count in (
        (_EVERY_OTHER, 3),
        (_WEEKEND, 2),
        (_WORKDAYS, 5),
        (_WORKWEEK, 5),
        (_DAILY, 7),
    ):
        for match in notes.find(pattern):
            if _EXCEPT.search(notes.left[: match.start()]):
                notes.doubt("days_per_week", match.span())
                return
            if count < 7 or _is_training(notes, vocabulary, match):
                tell_days(notes, count, match.span())
                return
    for match in notes.find(_EVERY_N):
        if float(match[1]) >= 1:
            tell_days(notes, max(1, int(7 / float(match[1]))), match.span())


def _is_training(notes: Notes, vocabulary: Vocabulary, match: re.Match[str]) -> bool:
    """Tell whether "every day" is about the plan, and not about cycling to work."""
    start, end = notes.clause(*match.span())
    clause = notes.left[start:end]
    about = _TRAINING.search(clause) or TAKEN in clause or len(clause.split()) <= _FEW
    return bool(about) and not vocabulary.terms("sports").within(clause)


def _read_named_days(notes: Notes, vocabulary: Vocabulary) -> None:
    """Count weekdays that are listed, such as "only Tuesday and Friday"."""
    found = list(vocabulary.names("weekdays").find(notes.left))
    if not found:
        return
    numbers = [vocabulary.words.weekdays[term.key] for term in found]
    days = set(numbers)
    span = found[0].start, found[-1].end
    if len(found) == 2 and _is_span(notes, found):
        first, last = numbers
        days = set(range(first, last + 1)) if last > first else days
    if _EXCEPT.search(notes.left[: span[0]]):
        if not _DAILY.search(notes.left):
            notes.doubt("days_per_week", span)
            return
        days = set(range(1, 8)) - days
    if notes.told.get("days_per_week", len(days)) == len(days) and len(days) < 7:
        notes.tell("weekdays", tuple(sorted(days)), span)
    if "days_per_week" not in notes.fields():
        tell_days(notes, len(days), span)
    notes.take(*span)


def _is_span(notes: Notes, found: list[Term]) -> bool:
    """Tell whether two weekdays stand for all between them: "mon-thu", "Monday to Friday"."""
    between = notes.left[found[0].end : found[1].start].strip()
    dash = _DASH.search(notes.plain.original(found[0].start, found[1].end))
    return between in _THROUGH or (not between and dash is not None)


def _read_initials(notes: Notes, _vocabulary: Vocabulary) -> None:
    """Count weekdays given by their first letters, such as MWF or M/W/F."""
    for match in notes.find(_SPLIT_INITIALS):
        count = len([word for word in match[0].split() if word.isalpha() and word != "and"])
        tell_days(notes, count, match.span())
        return
    for match in notes.find(_INITIALS):
        tell_days(notes, len(_LETTERS.findall(match[0])), match.span())
        return


def is_rejected(notes: Notes, match: re.Match[str]) -> bool:
    """Tell whether a number is named as one that does not suit: "3 days is too much"."""
    after, before = notes.left[match.end() :], notes.left[: match.start()]
    return bool(_REJECTED.match(after)) or before.endswith("not ")
