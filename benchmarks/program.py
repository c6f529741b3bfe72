"""How long building and checking a six-week program takes, in milliseconds of processor time.

`python benchmarks/program.py` prints medians for a few people and exits with 1 when one passes the
target. `--profiles 10000` builds and checks that many random profiles instead, and exits with 1
when a program breaks a hard rule or anything fails.
"""

import argparse
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from glutebot.corpus.files import load_articles
from glutebot.domain.profiles import ALL_GEAR
from glutebot.domain.programs import Program
from glutebot.program import Catalogue, build_program, check_program, read_catalogue, read_profile

TARGET_MS = 50.0
ROUNDS = 15
PEOPLE: dict[str, dict[str, Any]] = {
    "gym, 4 days": {"days_per_week": 4, "equipment": ["full-gym"]},
    "home, 3 days": {"days_per_week": 3, "equipment": ["dumbbell", "bench", "mini-band"]},
    "nothing, 15 minutes": {"days_per_week": 2, "minutes_per_session": 15},
}
USUAL: dict[str, Any] = {
    "minutes_per_session": 60, "experience": "intermediate", "equipment": [], "weeks": 6,
    "par_q_yes": [],
}  # fmt: skip
AREAS = ("knee", "low-back", "front-of-hip", "side-of-hip", "sit-bone", "groin", "shoulder",
         "wrist")  # fmt: skip
LIFTS = ("barbell-hip-thrust", "back-squat", "romanian-deadlift", "goblet-squat", "leg-press")
DISLIKES = ("lunges", "bulgarian split squats", "squats", "hip-hinge-drill", "kickbacks", "RDLs")
MUSCLES = ("glute-max", "glute-med", "quads", "hamstrings")
GOALS = ("hypertrophy", "strength", "performance", "general", "maintenance")


def milliseconds(work: Callable[[], object]) -> float:
    """Return the median processor time of some work."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken)


def time_people(catalogue: Catalogue) -> int:
    """Print the medians and return 1 when one of them is over the target."""
    worst = 0.0
    for name, answers in PEOPLE.items():
        profile = read_profile({**USUAL, **answers})
        program = build_program(profile, catalogue)
        assert isinstance(program, Program)
        built = milliseconds(partial(build_program, profile, catalogue))
        checked = milliseconds(partial(check_program, program, catalogue))
        worst = max(worst, built + checked)
        print(f"{name:22} build {built:6.1f} ms   check {checked:6.1f} ms")
    print(f"target {TARGET_MS:.0f} ms for both: {'met' if worst <= TARGET_MS else 'missed'}")
    return 0 if worst <= TARGET_MS else 1


def random_profile(draw: random.Random) -> dict[str, Any]:
    """Return a profile that most often passes the gates, with every field drawn somewhere."""
    profile: dict[str, Any] = {
        "days_per_week": draw.randint(1, 6),
        "minutes_per_session": draw.randint(15, 120),
        "experience": draw.choice(("beginner", "intermediate", "advanced")),
        "equipment": draw.choice(
            ([], ["full-gym"], ["dumbbell", "bench"], ["mini-band"],
             draw.sample(ALL_GEAR, draw.randint(1, 6)))
        ),
        "goal": draw.choice(GOALS),
        "weeks": draw.randint(1, 16),
        "par_q_yes": draw.choice(([], [], [], [], None, [draw.randint(1, 7)])),
        "units": draw.choice(("kg", "lb")),
        "increment_kg": draw.choice((0.5, 1.25, 2.5, 5, 10)),
        "specialise": draw.random() < 0.2,
    }  # fmt: skip
    rare: dict[str, Callable[[], Any]] = {
        "age": lambda: draw.randint(10, 95),
        "pain": lambda: [{"area": draw.choice(AREAS), "severity": draw.randint(0, 10)}],
        "pregnancy": lambda: random_pregnancy(draw),
        "dislikes": lambda: draw.sample(DISLIKES, draw.randint(1, 3)),
        "prioritise": lambda: draw.sample(MUSCLES, 2),
        "limit": lambda: draw.sample(MUSCLES, 1),
        "one_rep_max_kg": lambda: {draw.choice(LIFTS): round(draw.uniform(20, 250), 1)},
        "history": lambda: {"glute_max_sets_per_week": round(draw.uniform(0, 30), 1)},
        "conditions": lambda: [draw.choice(("diabetes", "osteoporosis", "leak", "surgery"))],
        "red_flags": lambda: [draw.choice(("persistent", "chest", "eating-disorder"))],
        "other_training": lambda: [{"weekday": draw.randint(1, 7), "kind": "run", "key": True}],
    }
    return profile | {name: make() for name, make in rare.items() if draw.random() < 0.15}


def random_pregnancy(draw: random.Random) -> dict[str, Any]:
    """Return a pregnancy or a birth."""
    if draw.random() < 0.5:
        return {"status": "pregnant", "weeks": draw.randint(4, 40), "cleared": draw.random() < 0.8}
    symptoms = ["leak"] if draw.random() < 0.3 else []
    return {"status": "postpartum", "weeks": draw.randint(2, 60), "healed": True,
            "symptoms": symptoms}  # fmt: skip


def run_many(count: int, catalogue: Catalogue) -> int:
    """Build and check random profiles; print what came out and every one that fails."""
    draw, seen, failed = random.Random(count), Counter[str](), 0
    start = time.perf_counter()
    for _ in range(count):
        data = random_profile(draw)
        built = build_program(read_profile(data), catalogue)
        if not isinstance(built, Program):
            seen[f"refused by {built.reason}"] += 1
            continue
        seen["programs"] += 1
        broken = {v.rule for v in check_program(built, catalogue) if v.severity == "hard"}
        seen.update(f"warned by {rule.id}" for rule in built.rules if rule.outcome == "warn")
        if broken:
            failed += 1
            print(f"{sorted(broken)} broken for {data}")
    spent = time.perf_counter() - start
    print(f"{count} profiles in {spent:.0f} s, {1000 * spent / count:.0f} ms each")
    print("\n".join(f"{number:7} {name}" for name, number in seen.most_common()))
    return 1 if failed else 0


def main() -> int:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--profiles", type=int, default=0, help="how many random profiles to run")
    count = parser.parse_args().profiles
    catalogue = read_catalogue(load_articles(Path(__file__).parents[1] / "knowledge"))
    return run_many(count, catalogue) if count else time_people(catalogue)


if __name__ == "__main__":
    sys.exit(main())
