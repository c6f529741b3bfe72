"""What stops a program before it starts: a Refusal with its rule, its referral and fixed words."""

from collections.abc import Iterator

from glutebot.domain.answers import Referral
from glutebot.domain.profiles import Profile
from glutebot.domain.programs import Refusal
from glutebot.program.book import Book


def find_refusal(profile: Profile, book: Book) -> Refusal | None:
    """Return the Refusal that this profile meets, the most urgent first, or None."""
    return next(_refusals(profile, book), None)


def _refusals(profile: Profile, book: Book) -> Iterator[Refusal]:
    gates, people = book.gates, book.numbers.people
    yield from _sign_refusals(profile, book)
    answers = profile.par_q_yes or ()
    stops = [gates.screening_stops[n] for n in answers if n in gates.screening_stops]
    if stops:
        level: Referral = "same-day" if "same-day" in stops else "routine"
        yield refuse(book, "R02", level, f"screening-{level}")
    if profile.signs & set(gates.no_program_until_cleared):
        yield refuse(book, "R02", "routine", "surgery")
    if profile.age is not None and profile.age < people.least_age:
        yield refuse(book, "R06", None, "child")
    if profile.pregnancy.status == "pregnant" and profile.pregnancy.cleared is not True:
        yield refuse(book, "R04", "routine", "pregnancy")
    if profile.pregnancy.status == "postpartum" and not _may_load_after_birth(profile, book):
        yield refuse(book, "R05", "routine", "birth")


def _sign_refusals(profile: Profile, book: Book) -> Iterator[Refusal]:
    if profile.signs & set(book.gates.crisis):
        yield refuse(book, "R02", "emergency", "crisis")
    levels: tuple[Referral, ...] = ("emergency", "same-day")
    for level in levels:
        if profile.signs & set(book.gates.sign_levels[level]):
            yield refuse(book, "R02", level, level)


def _may_load_after_birth(profile: Profile, book: Book) -> bool:
    birth, people = profile.pregnancy, book.numbers.people
    if birth.weeks is None or birth.weeks < people.birth_rest_weeks or birth.bleeding_rising:
        return False
    if birth.healed is None:
        return birth.weeks > people.birth_careful_weeks
    return birth.healed


def refuse(book: Book, rule: str, referral: Referral | None, text: str) -> Refusal:
    """Return a Refusal with its fixed text."""
    return Refusal(reason=rule, referral=referral, text=book.gates.refusals[text])
