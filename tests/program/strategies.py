"""Profiles of every kind, as plain data, for the property tests."""

from typing import Any

from hypothesis import strategies as st

from glutebot.domain.profiles import ALL_GEAR, CONDITIONS

AREAS = ["knee", "low-back", "front-of-hip", "side-of-hip", "sit-bone", "groin", "shoulder",
         "wrist"]  # fmt: skip
MUSCLES = ["glute-max", "glute-med", "quads", "hamstrings"]
LIFTS = ["barbell-hip-thrust", "back-squat", "romanian-deadlift", "goblet-squat", "leg-press",
         "dumbbell-hip-thrust", "split-squat", "seated-hip-abduction", "glute-bridge"]  # fmt: skip
KITS: list[list[str]] = [
    [], ["full-gym"], ["dumbbell", "bench"], ["mini-band"], ["mini-band", "long-band"],
    ["kettlebell"], ["barbell", "rack", "bench"], ["dumbbell", "bench", "mini-band", "box"],
]  # fmt: skip

pregnancies = st.one_of(
    st.just({"status": "none"}),
    st.fixed_dictionaries(
        {"status": st.just("pregnant"), "cleared": st.sampled_from([True, True, True, False])},
        optional={"weeks": st.integers(0, 42)},
    ),
    st.fixed_dictionaries(
        {"status": st.just("postpartum"), "weeks": st.integers(0, 104),
         "healed": st.sampled_from([True, True, False])},
        optional={"bleeding_rising": st.booleans(),
                  "symptoms": st.lists(st.sampled_from(["leak", "heaviness", "pain"]), max_size=2)},
    ),
)  # fmt: skip
pains = st.lists(
    st.fixed_dictionaries({"area": st.sampled_from(AREAS), "severity": st.integers(0, 10)}),
    max_size=3,
)
any_kit = st.lists(st.sampled_from(ALL_GEAR), max_size=6, unique=True)
kits = st.one_of(st.sampled_from(KITS), any_kit)


def rarely(strategy: st.SearchStrategy[Any], usual: Any) -> st.SearchStrategy[Any]:
    """Return mostly the usual value, so that a draw does not stop at the first gate."""
    return st.one_of(st.just(usual), st.just(usual), st.just(usual), strategy)


def profile_data() -> st.SearchStrategy[dict[str, Any]]:
    """Return profiles over everything that the contract lets in."""
    return st.fixed_dictionaries(
        {
            "days_per_week": st.integers(1, 6),
            "minutes_per_session": st.integers(15, 120),
            "experience": st.sampled_from(["beginner", "intermediate", "advanced"]),
            "equipment": kits,
        },
        optional={
            "age": rarely(st.integers(1, 110), 34),
            "sex": st.sampled_from(["female", "male", "unspecified"]),
            "goal": st.sampled_from(
                ["hypertrophy", "strength", "performance", "general", "maintenance"]
            ),
            "weeks": st.integers(1, 16),
            "par_q_yes": rarely(
                st.one_of(st.none(), st.lists(st.integers(1, 7), max_size=2, unique=True)), []
            ),
            "pregnancy": rarely(pregnancies, {"status": "none"}),
            "conditions": rarely(st.lists(st.sampled_from(CONDITIONS), max_size=2), []),
            "red_flags": rarely(st.lists(st.sampled_from(CONDITIONS), max_size=1), []),
            "pain": rarely(pains, []),
            "dislikes": rarely(st.lists(st.sampled_from([*LIFTS, "clamshell", "lunges"])), []),
            "prioritise": st.lists(st.sampled_from(MUSCLES), max_size=2, unique=True),
            "limit": rarely(st.lists(st.sampled_from(MUSCLES), max_size=2, unique=True), []),
            "specialise": st.booleans(),
            "one_rep_max_kg": st.dictionaries(
                st.sampled_from(LIFTS), st.floats(5, 400, allow_nan=False), max_size=3
            ),
            "increment_kg": st.sampled_from([0.5, 1.0, 1.25, 2.5, 5.0, 10.0]),
            "units": st.sampled_from(["kg", "lb"]),
            "history": st.fixed_dictionaries(
                {}, optional={"glute_max_sets_per_week": st.floats(0, 40, allow_nan=False)}
            ),
            "other_training": st.lists(
                st.fixed_dictionaries(
                    {"weekday": st.integers(1, 7), "kind": st.sampled_from(["run", "swim"]),
                     "key": st.booleans()}
                ),
                max_size=2,
            ),
        },
    )  # fmt: skip
