"""How long building and checking a six-week program takes, in milliseconds of processor time.

Run it as `python benchmarks/program.py`; it exits with 1 when the median passes the target.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from glutebot.corpus.files import load_articles
from glutebot.domain.programs import Program
from glutebot.program import build_program, check_program, read_catalogue, read_profile

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


def milliseconds(work: Callable[[], object]) -> float:
    """Return the median processor time of some work."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken)


def main() -> int:
    """Print the medians and return 1 when one of them is over the target."""
    catalogue = read_catalogue(load_articles(Path(__file__).parents[1] / "knowledge"))
    worst = 0.0
    for name, answers in PEOPLE.items():
        profile = read_profile({**USUAL, **answers})
        program = build_program(profile, catalogue)
        assert isinstance(program, Program)
        built = milliseconds(lambda profile=profile: build_program(profile, catalogue))
        checked = milliseconds(lambda program=program: check_program(program, catalogue))
        worst = max(worst, built + checked)
        print(f"{name:22} build {built:6.1f} ms   check {checked:6.1f} ms")
    print(f"target {TARGET_MS:.0f} ms for both: {'met' if worst <= TARGET_MS else 'missed'}")
    return 0 if worst <= TARGET_MS else 1


if __name__ == "__main__":
    sys.exit(main())
