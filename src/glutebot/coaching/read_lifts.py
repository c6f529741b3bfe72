"""Exercises that are named: best lifts, steps between loads, dislikes, sets done so far."""

import re

from glutebot.coaching.exercise_words import Named
from glutebot.coaching.read_notes import Notes
from glutebot.coaching.terms import Term
from glutebot.coaching.vocabulary import Vocabulary

KG_PER_LB = 0.45359237
_MOST_KG = 1000
_N = r"(\d+(?:\.\d+)?)"
_LOAD = rf"{_N} ?(?P<unit>kg|lb)?"
_SINGLE = re.compile(
    rf"(?<!\S){_LOAD} ?(?:x|for|@|by) ?(?:a |1 )?(?:1|single)(?: rep)?(?! ?(?:\d|rm|sets?|x))(?!\S)"
)
_NO_TIME = r"(?!\d| ?(?:min|m|h)(?!\S))"
_SEVERAL = re.compile(
    rf"(?<!\S)(?:{_LOAD} ?(?:x|for|by) ?(?:\d+ ?(?:x|sets of"
    rf"|by) ?)?(?!1(?!\S))\d+{_NO_TIME}(?: reps?)?"
    rf"|\d+ ?x ?\d+{_NO_TIME} ?(?:@|at|with)? ?{_N} ?(?:kg|lb)?)(?!\S)"
)
_LOADS = re.compile(
    rf"(?<!\S){_LOAD}(?! ?(?:%|x|reps?|sets?|min|h|days?|weeks?|years?|rm|times)(?!\S))(?!\S)"
)
_OVER = re.compile(
    r"(?<!\S)(\d{3,}(?:\.\d+)?) ?(?:%|percent)(?: (?:of|my|1|rm|the|rep|max))*(?!\S)"
)
_FORMULA = re.compile(
    r"(?<!\S)\d* ?[x*/]? ?\( ?\d+ ?[-+x*/] ?(?!10(?!\S))\d+[^)]*\) ?%?|(?<!\S)\d+ ?[x+*=] ?\( ?\d+"
)
_SIDE = r"(?P<side{n}> (?:a|per|each|on each|on either|either|every) side| each| both sides)?"
_STEP = re.compile(
    rf"(?<!\S)(?:(?:smallest|lightest|tiniest|micro|fractional|minimum|min|"
    rf"little)(?: [a-z]+){{0,3}}?"
    rf" (?:plates?|discs?|increments?|jumps?|steps?|weights?)|microplates?|increments?"
    rf"|(?:jumps?|steps?) of|(?:go|goes|going) up (?:in|by))(?: :)?(?: [a-z]+){{0,4}}? {_LOAD}"
    rf"{_SIDE.format(n='')}(?: steps?| jumps?| increments?)?(?!\S)"
    rf"|(?<!\S){_N} ?(?P<unit2>kg|lb) (?:plates? |discs? )?(?:(?:a|per|each) side )?"
    rf"(?:increments?|jumps?|steps?|(?:is|are) (?:my|the) smallest){_SIDE.format(n='2')}(?!\S)"
)
_SETS = re.compile(
    rf"(?<!\S){_N}(?: (?:to|or) \d+)? (?:hard |working |direct |weekly |"
    rf"total )*(?:glute |butt )?sets?"
    rf"(?: (?:of|for) (?:my |the )?(?:direct )?(?:glutes?|butt|glute work|work))?"
    rf"(?: (?:now|right now|currently|total|in total|at the moment))?"
    rf" (?:(?:a|per|each|every|/) week|weekly)(?!\S)"
    rf"|(?<!\S){_N} weekly (?:glute |butt )?sets(?!\S)"
)
_OTHER_LIFTS = re.compile(
    rf"(?<!\S)(?:bench(?: press)?|ohp|press|row)(?: is| of| at| :)? {_LOAD}(?! ?(?:min|"
    rf"days?|x))(?!\S)"
    rf"|(?<!\S){_N} ?(?:x|times) (?:my |own )*bodyweight(?!\S)"
)
_SETS_PLAN = re.compile(r"(?<!\S)(?:want|need|give|build|make|program|plan)(?!\S)")
_LINK = re.compile(
    r"(?:[\s,/&:=]|and|or|nor|any|the|of|doing|to do|do|those|these|kind|type|please|"
    r"all|my|a|for me|heavy|with|ever|weighted|walking|really|more|anything|on|in|"
    r"at all|with a|exercises?|variations?)*"
)


def read_best_lifts(notes: Notes, vocabulary: Vocabulary) -> None:
    """Read one-rep maxes, in kilograms; a set of several repetitions is none."""
    _read_impossible(notes)
    for pattern in (_SEVERAL, _OTHER_LIFTS):
        for match in list(notes.find(pattern)):
            notes.take(*match.span())
    for named in list(vocabulary.exercises.find(notes.left)):
        load = _load_near(notes, vocabulary, named)
        if load:
            _tell_load(notes, vocabulary, named, load)


def _read_impossible(notes: Notes) -> None:
    for match in list(notes.find(_FORMULA)):
        notes.fault("one_rep_max_kg", "formula", match[0], match.span())
        notes.take(*match.span())
    for match in list(notes.find(_OVER)):
        if float(match[1]) > 100:
            notes.fault("one_rep_max_kg", "over_maximum", match[1], match.span())
            notes.take(*match.span())


def _load_near(notes: Notes, vocabulary: Vocabulary, named: Named) -> re.Match[str] | None:
    first, last = notes.sentence(named.start, named.end)
    text = notes.left
    others = [
        other for other in vocabulary.exercises.find(text, first, last) if other.start > named.start
    ]
    end = others[0].start if others else last
    single = _SINGLE.search(text, named.end, end)
    if single and _is_near(text, named.end, single.start()):
        return single
    best = vocabulary.terms("lifts.one_rep_max").within(text, first, last)
    if not best:
        return None
    masked = text[: best.start] + "·" * (best.end - best.start) + text[best.end :]
    after = _LOADS.search(masked, named.end, end)
    if after and _is_near(masked, named.end, after.start()):
        return after
    before = list(_LOADS.finditer(masked, first, named.start))
    return before[-1] if before and named.start - before[-1].end() <= 14 else None


def _is_near(text: str, start: int, end: int) -> bool:
    return len(text[start:end].split()) <= 6


def _tell_load(notes: Notes, vocabulary: Vocabulary, named: Named, load: re.Match[str]) -> None:
    kilograms = _kilograms(float(load[1]), load["unit"], notes)
    span = min(named.start, load.start()), max(named.end, load.end())
    if 0 < kilograms <= _MOST_KG:
        known = dict(notes.told.get("one_rep_max_kg", {}))
        known[vocabulary.exercises.single(named)] = kilograms
        notes.tell("one_rep_max_kg", known, span)
    else:
        notes.fault("one_rep_max_kg", "one_rep_max_kg", f"{kilograms:g}", span)
    notes.take(*span)


def _kilograms(amount: float, unit: str | None, notes: Notes) -> float:
    pounds = unit == "lb" or (
        unit is None and bool(re.search(r"(?<!\S)lb(?!\S)", notes.plain.text))
    )
    return round(amount * KG_PER_LB, 2) if pounds else amount


def read_increment(notes: Notes) -> None:
    """Read the smallest step between two loads; plates go on both sides."""
    for match in list(notes.find(_STEP)):
        amount = float(match[1] or match[4])
        unit, side = match["unit"] or match["unit2"], match["side"] or match["side2"]
        step = round(_kilograms(amount, unit, notes) * (2 if side else 1), 3)
        if 0 < step <= 100:
            notes.tell("increment_kg", step, match.span())
        else:
            notes.fault("increment_kg", "increment_kg", f"{step:g}", match.span())
        notes.take(*match.span())


def read_history(notes: Notes) -> None:
    """Read how many glute sets a week somebody does now."""
    for match in list(notes.find(_SETS)):
        first, _ = notes.clause(*match.span())
        if not _SETS_PLAN.search(notes.plain.text, first, match.start()):
            sets = float(match[1] or match[2])
            notes.tell("history", {"glute_max_sets_per_week": sets}, match.span())
        notes.take(*match.span())


def read_dislikes(notes: Notes, vocabulary: Vocabulary) -> None:
    """Read exercises that are not wanted, and those that are welcome again."""
    named = list(vocabulary.exercises.find(notes.left))
    dislikes = list(vocabulary.terms("lifts.dislike").find(notes.left))
    welcome = list(vocabulary.terms("lifts.like_again").find(notes.left))
    text = notes.left
    previous = -1
    for one in named:
        before = [term for term in dislikes if term.end <= one.start]
        again = [term for term in welcome if term.end <= one.start or term.start >= one.end]
        if _is_machine(text, one) and before and not _is_dislike(text, before[-1]):
            previous = -1
            continue
        linked = before and _LINK.fullmatch(text[before[-1].end : one.start])
        chained = previous >= 0 and _LINK.fullmatch(text[previous : one.start])
        if linked or chained or _is_hated_after(text, one):
            for exercise in one.ids:
                notes.add(
                    "dislikes", exercise, (before[-1].start if linked else one.start, one.end)
                )
            notes.take(one.start, one.end)
            previous = one.end
        elif again and _is_welcome(text, one):
            for exercise in one.ids:
                notes.remove("dislikes", exercise, (one.start, one.end))
            notes.take(one.start, one.end)
        else:
            previous = -1


def _is_machine(text: str, one: Named) -> bool:
    return "machine" in one.words or text.startswith(" machine", one.end)


def _is_dislike(text: str, term: Term) -> bool:
    """Tell whether a "no" can only mean the exercise, and not that its machine is missing."""
    return text[term.start : term.end] not in ("no", "without", "except", "not", "minus")


def _is_hated_after(text: str, one: Named) -> bool:
    return bool(
        re.match(
            r" (?:are|is) (?:a no|out|not for me|awful|the worst|horrible|boring|banned|"
            r"forbidden|off)(?!\S)| (?:suck|sucks)(?!\S)",
            text[one.end :],
        )
    )


def _is_welcome(text: str, one: Named) -> bool:
    after = re.match(
        r" (?:are|is) (?:fine|ok|okay|good|back)(?: (?:again|now))(?!\S)| back in(?!\S)",
        text[one.end :],
    )
    before = re.search(
        r"(?:bring back|put back|add back|can do|do like|actually like|put|"
        r"dont mind)(?: (?:the|my|some))? $",
        text[: one.start],
    )
    return bool(after or before)
