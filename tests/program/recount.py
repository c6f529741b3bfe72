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
    """Return R37's time of a session without supersets, rounded up."""
    total = session["general_warm_up_seconds"]
    for item in session["items"]:
        middle = sum(item["reps"]) / 2
        tempo = sum(int(part) for part in item["tempo"].split("-"))
        one = middle * (tempo if item["unit"] == "reps" else 1) * (2 if item["per_side"] else 1)
        total += 60 + 105 * len(item["ramp_sets"])
        total += item["sets"] * (one + 20) + (item["sets"] - 1) * item["rest_seconds"]
    return math.ceil(total / 60)


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
        if pain["area"] == "low-back" and pain["severity"] >= 4 and exercise["axial_load"] > 1:
            return False
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
