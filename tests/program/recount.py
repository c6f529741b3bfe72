"""The rules' sums once more, written from their text for the tests alone."""

import math
from itertools import pairwise
from typing import Any

MUSCLES = ("glute_max", "glute_med", "quads", "hamstrings")
AREA_TAGS = {"knee": "KN", "low-back": "LB", "front-of-hip": "FAI", "side-of-hip": "GT",
             "sit-bone": "PHT", "groin": "ADD", "shoulder": "SH", "wrist": "WR"}  # fmt: skip
GEAR_WORDS = (
    "barbell rack dumbbell kettlebell bench box cable smith leg-press hack-squat "
    "hip-thrust-machine kickback-machine abduction-machine reverse-hyper hyperextension-bench "
    "leg-curl mini-band long-band trap-bar sled ankle-weight"
)
ALL_GEAR = tuple(GEAR_WORDS.split())


OUT_FROM_FOUR = {
    "low-back": "good-morning",
    "sit-bone": "romanian-deadlift single-leg-romanian-deadlift stiff-leg-deadlift hip-hinge-drill "
    "conventional-deadlift trap-bar-deadlift sumo-deadlift good-morning leg-press "
    "bulgarian-split-squat deficit-reverse-lunge cross-over-step-up kettlebell-swing",
    "side-of-hip": "curtsy-lunge cross-over-step-up",
    "front-of-hip": "back-squat front-squat belt-squat bulgarian-split-squat "
    "deficit-reverse-lunge single-leg-squat frog-pump",
    "knee": "deficit-reverse-lunge walking-lunge single-leg-squat front-squat",
    "groin": "sumo-squat sumo-deadlift frog-pump",
    "shoulder": "back-squat good-morning",
    "wrist": "front-squat quadruped-kickback",
}
"""Exercises that are out when an area hurts 4 of 10 or more."""


def week_items(week: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the items of a week."""
    return [item for session in week["sessions"] for item in session["items"]]


def volume(week: dict[str, Any]) -> dict[str, float]:
    """Return the fractional sets of a week by muscle, and the direct glute sets."""
    items = week_items(week)
    sums = {name: sum(i["sets"] * i["credit"][name] for i in items) for name in MUSCLES}
    direct = sum(i["sets"] for i in items if i["credit"]["glute_max"] >= 1)
    return {**sums, "direct_glute_sets": direct}


def minutes(session: dict[str, Any]) -> int:
    """Return R37's time of a session, rounded up; the items of a superset share one rest."""
    total = session["general_warm_up_seconds"]
    rests: dict[str, float] = {}
    for place, item in enumerate(session["items"]):
        own = (item["sets"] - 1) * item["rest_seconds"]
        shared = item["superset"] or f"alone at {place}"
        rests[shared] = max(own, rests.get(shared, 0))
    for item in session["items"]:
        middle = sum(item["reps"]) / 2
        tempo = sum(int(part) for part in item["tempo"].split("-"))
        one = middle * (tempo if item["unit"] == "reps" else 1) * (2 if item["per_side"] else 1)
        total += 60 + 105 * len(item["ramp_sets"])
        total += item["sets"] * (one + 20)
    return math.ceil((total + sum(rests.values())) / 60)


def gear_is_there(exercise: dict[str, Any], profile: dict[str, Any]) -> bool:
    """Tell whether one alternative of the exercise's gear is at hand (R09)."""
    gear = ALL_GEAR if "full-gym" in profile["equipment"] else profile["equipment"]
    return any(set(needed) <= set(gear) for needed in exercise["equipment_any_of"])


def pain_is_spared(exercise: dict[str, Any], item: dict[str, Any], profile: dict[str, Any]) -> bool:
    """Tell whether pain rules the exercise out or changes it, as R08 asks."""
    for pain in profile["pain"]:
        tag = AREA_TAGS[pain["area"]]
        if pain["severity"] >= 7 and tag in exercise["cautions"]:
            return False
        if pain["severity"] > 0 and tag in exercise["exclude_on"]:
            return False
        changed = tag in {m["caution"] for m in item["modifications"]}
        if pain["severity"] > 0 and tag in exercise["cautions"] and not changed:
            return False
        if pain["severity"] >= 4 and item["exercise_id"] in OUT_FROM_FOUR[pain["area"]].split():
            return False
        if pain["area"] == "low-back" and pain["severity"] >= 4 and exercise["axial_load"] > 1:
            return False
    return True


def birth_is_heeded(exercise: dict[str, Any], profile: dict[str, Any], week: int) -> bool:
    """Tell whether pregnancy (R04) or birth (R05) lets an exercise stand in a program's week."""
    birth = profile["pregnancy"]
    told = birth.get("weeks")
    if birth["status"] == "pregnant" and (told is None or told + week - 1 >= 16):
        return not {"PS", "PAB"} & set(exercise["exclude_on"]) and exercise["axial_load"] <= 2
    if birth["status"] == "postpartum":
        if birth["symptoms"] and "PF" in exercise["cautions"]:
            return False
        careful = bool(birth["symptoms"]) or (told or 0) + week - 1 <= 12
        return exercise["axial_load"] <= 1 or not careful
    return True


def least_reserve(item: dict[str, Any]) -> float:
    """Return the reserve of the hardest set."""
    last = item["last_set_rir"]
    return item["rir"] if last is None else min(item["rir"], last)


def reserve_floor(profile: dict[str, Any]) -> int:
    """Return the least reserve that R03 to R06 and R22 leave to a person."""
    age = profile["age"]
    if set(profile["par_q_yes"] or ()) & {4, 5, 6}:
        return 4
    if profile["pregnancy"]["status"] != "none":
        return 3
    careful = (
        profile["experience"] == "beginner"
        or profile["par_q_yes"] is None
        or any(pain["severity"] for pain in profile["pain"])
        or (age is not None and (age >= 65 or age <= 15))
    )
    return 2 if careful else 0


def steps_hold(program: dict[str, Any]) -> bool:
    """Tell whether glute sets rise by 20 % or two sets at most, deloads left out (R20)."""
    sums = [volume(week)["glute_max"] for week in program["weeks"] if not week["deload"]]
    return all(b <= max(a * 1.2, a + 2) + 1e-9 for a, b in pairwise(sums))


def deloads_hold(program: dict[str, Any]) -> bool:
    """Tell whether each deload has 40 to 60 % of the sets, reserve and the same exercises (R32)."""
    weeks = program["weeks"]
    for before, week in pairwise(weeks):
        if not week["deload"]:
            continue
        share = volume(week)["glute_max"] / max(volume(before)["glute_max"], 1e-9)
        same = [[i["exercise_id"] for i in s["items"]] for s in week["sessions"]] == [
            [i["exercise_id"] for i in s["items"]] for s in before["sessions"]
        ]
        easy = all(item["rir"] >= 4 for item in week_items(week))
        if not (0.4 - 1e-9 <= share <= 0.6 + 1e-9 and same and easy):
            return False
    return True


def effort_falls(program: dict[str, Any]) -> bool:
    """Tell whether no reserve rises between two deloads, exercise by exercise and place (R22)."""
    before: dict[tuple[int, int], float] = {}
    for week in program["weeks"]:
        if week["deload"]:
            before = {}
            continue
        for day, session in enumerate(week["sessions"]):
            for place, item in enumerate(session["items"]):
                if item["rir"] > before.get((day, place), 9):
                    return False
                before[day, place] = item["rir"]
    return True


def load_fits(item: dict[str, Any], profile: dict[str, Any]) -> bool:
    """Tell whether a load is a multiple of the step, near Epley's estimate and not over 95 %."""
    load, maximum = item["load_kg"], profile["one_rep_max_kg"].get(item["exercise_id"])
    if load is None:
        return True
    if maximum is None or profile["par_q_yes"] is None or (profile["age"] or 18) < 16:
        return False
    step = load / profile["increment_kg"]
    expected = 1 / (1 + (sum(item["reps"]) / 2 + item["rir"]) / 30)
    share = load / maximum
    return abs(step - round(step)) < 1e-4 and abs(share - expected) <= 0.0751 and share <= 0.9501


def faults(program: dict[str, Any], exercises: dict[str, Any]) -> list[str]:
    """Return what is wrong with a program by this count; `exercises` are guides' fields by id."""
    profile = program["profile"]
    found = [] if steps_hold(program) else ["a step is too big"]
    found += [] if deloads_hold(program) else ["a deload is no deload"]
    found += [] if effort_falls(program) else ["the reserve rises"]
    for week, row in zip(program["weeks"], program["volume"], strict=True):
        sums = volume(week)
        if {key: value for key, value in row.items() if key != "week"} != sums:
            found.append(f"week {week['number']}: the table is wrong")
        if sums["glute_max"] > 26 + 4 * profile["specialise"]:
            found.append(f"week {week['number']}: too many sets")
        for session in week["sessions"]:
            where = f"week {week['number']}, day {session['day']}"
            found += [f"{where}: {fault}" for fault in session_faults(session, profile, exercises)]
            found += [
                f"{where}: {item['exercise_id']} is not for this week of pregnancy or after birth"
                for item in session["items"]
                if not birth_is_heeded(exercises[item["exercise_id"]], profile, week["number"])
            ]
    return found


def session_faults(
    session: dict[str, Any], profile: dict[str, Any], exercises: dict[str, Any]
) -> list[str]:
    """Return what is wrong with one session."""
    glute_sets = sum(item["sets"] * item["credit"]["glute_max"] for item in session["items"])
    checks = {
        "the minutes are wrong": session["estimated_minutes"] == minutes(session),
        "it takes too long": minutes(session) <= profile["minutes_per_session"] * 1.05 + 1,
        "over 11 glute sets": glute_sets <= 11,
    }
    found = [fault for fault, holds in checks.items() if not holds]
    for item in session["items"]:
        wrong = item_faults(item, profile, exercises[item["exercise_id"]])
        found += [f"{item['exercise_id']}: {fault}" for fault in wrong]
    return found


def item_faults(
    item: dict[str, Any], profile: dict[str, Any], exercise: dict[str, Any]
) -> list[str]:
    """Return what is wrong with one exercise for this person."""
    floor = max(reserve_floor(profile), 2 if exercise["axial_load"] >= 2 else 0)
    checks = {
        "gear is missing": gear_is_there(exercise, profile),
        "it is disliked": item["exercise_id"] not in profile["dislikes"],
        "it hurts": pain_is_spared(exercise, item, profile),
        "too hard": least_reserve(item) >= floor,
        "RPE is not 10 - RIR": item["rpe"] == 10 - item["rir"],
        "sides": item["per_side"] == exercise["unilateral"],
        "credit": item["credit"] == exercise["credit"],
        "the load does not fit": load_fits(item, profile),
        "no branch": all(item["progression"].values()),
        "no citation": bool(item["citations"]),
    }
    return [fault for fault, holds in checks.items() if not holds]
