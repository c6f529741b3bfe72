"""Answers of every kind that the widget can be sent, hostile ones included."""

from collections.abc import Callable
from typing import Any

SNIPPET = "Nine weeks of hip thrusts or squats grew the gluteus maximus about equally."
HOSTILE = (
    '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
    '<a href="javascript:window.hacked=1">x</a>'
)

STUDY = {
    "citation": "Plotkin DL, et al. 2023. Frontiers in Physiology 14:1279170",
    "grade": "trial",
    "doi": "10.3389/fphys.2023.1279170",
    "url": None,
}
CITATIONS: list[dict[str, Any]] = [
    {
        "n": 1,
        "article_id": "hip-thrust-or-squat",
        "title": "Hip thrust or squat for glutes",
        "section": "What the MRI trial found",
        "url": "https://example.org/hip-thrust-or-squat",
        "snippet": SNIPPET,
        "evidence": "trial",
        "date": "2026-11-23",
        "studies": [STUDY],
    },
    {
        "n": 2,
        "article_id": "hip-thrust-or-squat",
        "title": "Hip thrust or squat for glutes",
        "section": "What a review of eleven studies adds",
        "url": None,
        "snippet": "Across eleven studies, thrusts, squats and presses all grew the glutes.",
        "evidence": "meta-analysis",
        "date": None,
        "studies": [],
    },
]


def answered(**changes: Any) -> dict[str, Any]:
    """Return the usual answer with two citations."""
    lines = [citation["snippet"] for citation in CITATIONS]
    usual: dict[str, Any] = {
        "status": "answered",
        "text": f"{lines[0]} [1] {lines[1]} [2]",
        "sentences": [
            {"text": line, "citations": [n], "support": "quoted"} for n, line in enumerate(lines, 1)
        ],
        "citations": CITATIONS,
        "referral": None,
        "follow_ups": ["How often should I train glutes?", "Do glute bridges count?"],
        "intake": None,
        "program": None,
        "proposal": None,
        "notice": None,
        "engine": "extractive",
        "index_version": "scripted",
    }
    return usual | changes


def _fixed(status: str, *lines: str, **changes: Any) -> dict[str, Any]:
    changes = {"citations": [], "follow_ups": [], "sentences": []} | changes
    return answered(status=status, text="\n\n".join(lines), **changes)


def on_page(address: str) -> dict[str, Any]:
    """Return an answer whose first citation stands on the page that asked."""
    return answered(citations=[CITATIONS[0] | {"url": address}, CITATIONS[1]])


def _emergency() -> dict[str, Any]:
    return _fixed(
        "referred",
        "Call your local emergency number now (112, 911, 999 or 000).",
        "New numbness between the legs with loss of bladder control can mean pressure on nerves.",
        "Until you are seen, do not train, stretch or drive yourself.",
        referral="emergency",
    )


def _refused() -> dict[str, Any]:
    return _fixed(
        "refused",
        "The articles do not cover that.",
        "The nearest that they do cover: training at home with bands, and walking.",
        "Your question was noted.",
        uncovered=True,
    )


def _intake() -> dict[str, Any]:
    chips = [
        {
            "field": "days_per_week",
            "label": "Days",
            "value": "3 days a week",
            "source": "said",
            "choices": [{"label": "2 days a week", "message": "2 days a week"}],
        },
        {"field": "goal", "label": "Goal", "value": "size", "source": "assumed", "choices": []},
    ]
    choices = [
        {"label": "Dumbbells", "message": "I have dumbbells"},
        {"label": "Full gym", "message": "I train in a full gym"},
    ]
    intake = {"profile": {}, "chips": chips, "asked": "equipment", "choices": choices}
    return _fixed("clarify", "What equipment do you have?", intake=intake)


def _item(name: str, **changes: Any) -> dict[str, Any]:
    usual = {
        "exercise_id": "barbell-hip-thrust",
        "name": name,
        "sets": 3,
        "unit": "reps",
        "reps": [6, 10],
        "rir": 3,
        "rest_seconds": 150,
        "per_side": False,
        "load_kg": None,
    }
    return usual | changes


def _program() -> dict[str, Any]:
    items = [
        _item("Barbell hip thrust", load_kg=82.5),
        _item("Bulgarian split squat", reps=[8, 12], rir=2, per_side=True),
        _item("Side plank", unit="seconds", reps=[20, 40], rir=None, rest_seconds=60),
    ]
    sessions = [
        {
            "day": 1,
            "weekday": 1,
            "name": "Thrust and squat",
            "estimated_minutes": 56,
            "items": items,
        },
        {"day": 2, "weekday": 4, "name": "Hinge and side", "estimated_minutes": 48, "items": items},
    ]
    program = {
        "schema": "glutebot.program/1",
        "profile": {},
        "assumptions": ["An adult of 18 to 64."],
        "warnings": ["The knee that grumbles: lunges are replaced."],
        "weeks": [{"number": n, "sessions": sessions} for n in range(1, 7)],
        "stop_signs": ["The pain is sharp or grows from set to set."],
    }
    text = "Six weeks, two days a week, with a barbell."
    return _fixed("program", text, program=program, program_url="/programs/p1")


def _proposal() -> dict[str, Any]:
    change = {
        "what": "Days",
        "from": [1, 4],
        "to": [2, 5],
        "why": "You can train on Tuesday and Friday.",
        "rules": ["R20"],
    }
    text = "That moves both sessions. Shall I change it?"
    return _fixed("clarify", text, proposal={"changes": [change], "program": {}})


def _hostile() -> dict[str, Any]:
    """Return an answer that tries it in every field."""
    bad = HOSTILE
    link = "javascript:window.hacked=1"
    citation = {
        "n": 1,
        "title": bad,
        "section": bad,
        "url": link,
        "snippet": bad,
        "evidence": bad,
        "date": bad,
        "studies": [{"citation": bad, "grade": bad, "doi": None, "url": link}],
    }
    choice = {"label": bad, "message": bad}
    chip = {"field": "x", "label": bad, "value": bad, "source": "assumed", "choices": [choice]}
    session = {"name": bad, "estimated_minutes": 5, "items": [_item(bad)]}
    program = {
        "text": bad,
        "weeks": [{"sessions": [session]}],
        "assumptions": [bad],
        "warnings": [bad],
        "stop_signs": [bad],
    }
    change = {"what": bad, "from": bad, "to": bad, "why": bad}
    return answered(
        status=bad,
        referral=bad,
        text=f"{bad} [1]\n- {bad}",
        sentences=[{"text": bad, "citations": [1], "support": "unsupported"}],
        citations=[citation],
        follow_ups=[bad],
        intake={"chips": [chip], "choices": [choice]},
        program=program,
        program_url=link,
        proposal={"changes": [change]},
        notice=bad,
    )


def _long() -> dict[str, Any]:
    steps = "\n".join(f"{n}. Step {n} of the set-up, said at some length." for n in range(1, 5))
    return answered(
        text=f"{SNIPPET} [1, 2]\n\nDo this:\n{steps}\n\nNobody was followed longer. [9]"
    )


BY_WORD: dict[str, Callable[[], dict[str, Any]]] = {
    "numb": _emergency,
    "knee": lambda: _fixed("referred", "See a doctor about it this week.", referral="routine"),
    "trampoline": _refused,
    "plan": _intake,
    "build": _program,
    "Tuesday": _proposal,
    "hostile": _hostile,
    "steps": _long,
    "degraded": lambda: answered(notice="The model did not answer, so the articles answer alone."),
}
