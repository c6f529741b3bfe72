"""R01 to R09: what the person's answers allow."""

from collections.abc import Iterator

from glutebot.domain.programs import Violation
from glutebot.program.check_access import is_above, objections, pregnancy_week, weeks_since_birth
from glutebot.program.check_case import Case, Spot, glute_sets, hard, soft

_ASSUMED = {
    "age": (None, ("age", "adult")),
    "goal": ("hypertrophy", ("goal", "growth")),
    "weeks": (None, ("week",)),
}


def check_gates(case: Case) -> Iterator[Violation]:
    """Yield what breaks R01 to R09."""
    for check in (_assumptions, _stops, _screening, _pregnancy, _birth, _young, _older, _items):
        yield from check(case)


def _assumptions(case: Case) -> Iterator[Violation]:
    lines = " ".join(case.program.assumptions).casefold()
    for name, (default, words) in _ASSUMED.items():
        value = getattr(case.profile, name)
        usual = value in (4, 6) if name == "weeks" else value == default
        if usual and not any(word in lines for word in words):
            yield hard("R01", "assumptions", f"the default of `{name}` is not shown.",
                       "Say what was assumed.")  # fmt: skip


def _stops(case: Case) -> Iterator[Violation]:
    gates, profile = case.catalogue.book.gates, case.profile
    urgent = {sign for signs in gates.sign_levels.values() for sign in signs}
    told = {*profile.red_flags, *profile.conditions}
    for sign in sorted(told & (urgent | set(gates.no_program_until_cleared))):
        yield hard("R02", "profile", f"`{sign}` allows no program.", "Refer the person.")
    for number in profile.par_q_yes or ():
        if number in gates.screening_stops:
            yield hard("R02", "profile", f"screening answer {number} allows no program.",
                       "Refer the person.")  # fmt: skip


def _screening(case: Case) -> Iterator[Violation]:
    effort, answers = case.catalogue.book.numbers.effort, case.profile.par_q_yes
    drafts = set(answers or ()) & set(case.catalogue.book.gates.screening_drafts)
    if answers is not None and not drafts:
        return
    floor = effort.floor_draft if drafts else effort.floor_careful
    yield from _floor("R03", case.spots, floor)
    yield from _no_loads("R03", case)
    if not case.program.warnings:
        yield hard("R03", "warnings", "the missing or open screening is not mentioned.",
                   "Add the warning.")  # fmt: skip


def _floor(rule: str, spots: list[Spot], floor: float) -> Iterator[Violation]:
    for spot in spots:
        if lowest_rir(spot) < floor:
            yield hard(rule, spot.where, f"RIR {lowest_rir(spot):g} is below {floor:g}.",
                       f"Leave at least {floor:g} repetitions in reserve.")  # fmt: skip


def lowest_rir(spot: Spot) -> float:
    """Return the least reserve of any set of an item."""
    last = spot.item.last_set_rir
    return spot.item.rir if last is None else min(spot.item.rir, last)


def _no_loads(rule: str, case: Case) -> Iterator[Violation]:
    for spot in case.spots:
        if spot.item.load_kg is not None:
            yield hard(rule, spot.where, "a load is given.", "Take the load out.")


def _pregnancy(case: Case) -> Iterator[Violation]:
    numbers, profile = case.catalogue.book.numbers, case.profile
    if profile.pregnancy.status != "pregnant":
        return
    if profile.pregnancy.cleared is not True:
        yield hard("R04", "profile", "pregnancy without clearance allows no program.",
                   "Ask a midwife or doctor first.")  # fmt: skip
    yield from _floor("R04", case.spots, numbers.effort.floor_birth)
    late = numbers.people.lying_back_until_week
    for spot in case.spots:
        heavy = spot.item.axial_load > numbers.people.pregnancy_axial
        if heavy and pregnancy_week(profile, spot.week.number) >= late:
            yield hard("R04", spot.where, "the spine carries too much.", "Take a lighter form.")
        guide = case.guide(spot.item)
        if guide and spot.item.unit == "seconds" and "BP" in guide.exercise.cautions:
            yield hard("R04", spot.where, "a breath-holding hold.", "Take another exercise.")
    if not any("bleeding" in sign.casefold() for sign in case.program.stop_signs):
        yield hard("R04", "stop_signs", "the stop signs of pregnancy are missing.", "Print them.")


def _birth(case: Case) -> Iterator[Violation]:
    numbers, birth = case.catalogue.book.numbers, case.profile.pregnancy
    if birth.status != "postpartum":
        return
    weeks = birth.weeks or 0
    early = weeks <= numbers.people.birth_careful_weeks
    unhealed = birth.healed is False or (birth.healed is None and early)
    if weeks < numbers.people.birth_rest_weeks or unhealed or birth.bleeding_rising:
        yield hard("R05", "profile", "it is too early after birth for a loaded program.",
                   "Wait for healing and a clearance.")  # fmt: skip
    if birth.symptoms and case.program.referral is None:
        yield hard("R05", "referral", "symptoms after birth without a referral.",
                   "Refer to a pelvic-health physiotherapist.")  # fmt: skip
    if early:
        yield from _early_birth(case)


def _early_birth(case: Case) -> Iterator[Violation]:
    numbers = case.catalogue.book.numbers
    limit, most = numbers.people.birth_careful_weeks, numbers.volume.band["beginner"][1]
    spots = [s for s in case.spots if weeks_since_birth(case.profile, s.week.number) <= limit]
    yield from _floor("R05", spots, numbers.effort.floor_birth)
    for week in case.program.weeks:
        if weeks_since_birth(case.profile, week.number) <= limit and glute_sets(week) > most:
            yield hard("R05", f"week {week.number}", "more glute sets than a beginner's.",
                       f"Stay at {most} or fewer.")  # fmt: skip
    if not case.program.policies.pelvic_floor:
        yield hard("R05", "policies", "the daily pelvic-floor line is missing.", "Add it.")


def _young(case: Case) -> Iterator[Violation]:
    numbers, age = case.catalogue.book.numbers, case.profile.age
    if age is None or age > numbers.people.supervised_to_age:
        return
    if age < numbers.people.least_age:
        yield hard("R06", "profile", "under 13 there is no program.", "Leave it at play.")
    yield from _floor("R06", case.spots, numbers.effort.floor_careful)
    yield from _no_loads("R06", case)
    if not case.program.warnings:
        yield hard("R06", "warnings", "the note on supervision is missing.", "Add it.")


def _older(case: Case) -> Iterator[Violation]:
    numbers, profile = case.catalogue.book.numbers, case.profile
    if profile.age is None or profile.age < numbers.people.older_age:
        return
    patterns = case.catalogue.book.choices.balance_patterns
    most = numbers.people.older_most_sessions
    for week in case.program.weeks:
        if len(week.sessions) > most:
            yield soft("R07", f"week {week.number}", f"more than {most} days.", "Drop one.")
    if not any(spot.item.pattern in patterns for spot in case.spots):
        yield soft("R07", "program", "no balance or step exercise.", "Add one.")
    for spot in case.spots:
        top = profile.one_rep_max_kg.get(spot.item.exercise_id)
        share = numbers.effort.load_most_older
        if top and spot.item.load_kg and spot.item.load_kg > share * top + 1e-6:
            yield soft("R07", spot.where, "more than 85 % of the one-rep max.", "Take less.")


def _items(case: Case) -> Iterator[Violation]:
    for spot in case.spots:
        guide = case.guide(spot.item)
        if guide is None:
            yield hard("R09", spot.where, "is no guide of the catalogue.",
                       "Name an exercise that has a guide.")  # fmt: skip
            continue
        for rule, message in objections(guide, case.profile, case.catalogue, spot.week.number):
            yield hard(rule, spot.where, f"{message}.", "Take a substitute.")
        if is_above(guide, case.profile) and spot.item.easier is None:
            yield hard("R09", spot.where, "is above the level and names no easier form.",
                       "Name the easier form.")  # fmt: skip
        changed = {modification.caution for modification in spot.item.modifications}
        for tag in sorted(_tags(case) & set(guide.exercise.cautions) - changed):
            yield hard("R08", spot.where, f"caution {tag} concerns this person.",
                       "Say how the exercise changes.")  # fmt: skip


def _tags(case: Case) -> set[str]:
    """Return the caution tags that concern this person."""
    gates, profile = case.catalogue.book.gates, case.profile
    tags = {gates.pain_cautions[pain.area] for pain in profile.pain if pain.severity > 0}
    own = {"pregnant": {"PS", "PAB", "PF", "BP"}, "postpartum": {"PF"}, "none": set[str]()}
    for sign in (*profile.red_flags, *profile.conditions):
        tags |= set(gates.sign_cautions.get(sign, ()))
    return tags | own[profile.pregnancy.status]
