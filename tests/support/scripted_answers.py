"""Answers from a script: cited, fixed, and on the way to a program."""

import datetime
from typing import Any

from glutebot.domain.answers import (
    Answer,
    Citation,
    Referral,
    Sentence,
    Status,
    StudyReference,
    Support,
)
from glutebot.domain.articles import Line, Passage
from glutebot.domain.evidence import Grade, Source
from glutebot.domain.intake import Chip, Choice, Intake
from glutebot.program import build_program, read_profile
from program.shelf import shipped_catalogue

TRIAL = Source(
    citation="Plotkin DL, et al. 2023. Frontiers in Physiology 14:1279170",
    grade=Grade.TRIAL,
    doi="10.3389/fphys.2023.1279170",
    facts=("B19",),
)
REVIEW = Source(
    citation="Krause Neto W, et al. 2025. Frontiers in Physiology 16:1542334",
    grade=Grade.META_ANALYSIS,
    url="https://example.org/krause",
)

PASSAGES = (
    Passage(
        id="a1b2c3d4e5f60718",
        article_id="hip-thrust-or-squat",
        title="Hip thrust or squat for glutes",
        section="What the MRI trial found",
        kind="article",
        ordinal=0,
        date=datetime.date(2026, 11, 23),
        lines=(
            Line(
                text="Nine weeks of hip thrusts or squats grew the gluteus maximus about equally.",
                grade=Grade.TRIAL,
                sources=(TRIAL,),
                facts=("B19",),
                leads=True,
            ),
            Line(
                text="Nobody in the trial had trained before, and nine weeks are short.",
                grade=Grade.TRIAL,
                sources=(TRIAL,),
            ),
        ),
    ),
    Passage(
        id="0f1e2d3c4b5a6978",
        article_id="hip-thrust-or-squat",
        title="Hip thrust or squat for glutes",
        section="What a review of eleven studies adds",
        kind="article",
        ordinal=1,
        url="https://example.org/hip-thrust-or-squat",
        date=datetime.date(2026, 11, 23),
        lines=(
            Line(
                text="Across eleven studies, thrusts, squats and presses all grew the glutes.",
                grade=Grade.META_ANALYSIS,
                sources=(REVIEW,),
            ),
        ),
    ),
)


def citation(n: int, passage: Passage) -> Citation:
    """Return a citation of a passage's first line."""
    line = passage.lines[0]
    return Citation(
        n=n,
        article_id=passage.article_id,
        title=passage.title,
        section=passage.section,
        url=passage.url,
        snippet=line.text,
        evidence=line.grade,
        date="2026-11-23",
        passage_id=passage.id,
        studies=tuple(
            StudyReference(citation=s.citation, grade=s.grade, doi=s.doi, url=s.url)
            for s in line.sources
        ),
    )


CITATIONS = tuple(citation(n, passage) for n, passage in enumerate(PASSAGES, start=1))


def answered(**changes: object) -> Answer:
    """Return the usual answer with two citations."""
    lines = [passage.lines[0].text for passage in PASSAGES]
    fields: dict[str, object] = {
        "status": Status.ANSWERED,
        "text": f"{lines[0]} [1] {lines[1]} [2]",
        "sentences": tuple(
            Sentence(text=line, citations=(n,), support=Support.QUOTED)
            for n, line in enumerate(lines, start=1)
        ),
        "citations": CITATIONS,
        "follow_ups": ("How often should I train glutes?", "Do glute bridges count?"),
        "engine": "extractive",
        "index_version": "fake",
    }
    return Answer.model_validate(fields | changes)


def fixed(
    status: Status, *lines: str, referral: Referral | None = None, **changes: object
) -> Answer:
    """Return a reply of fixed sentences."""
    return answered(
        status=status,
        text="\n\n".join(lines),
        sentences=tuple(Sentence(text=line, support=Support.FIXED) for line in lines),
        citations=(),
        referral=referral,
        follow_ups=(),
        engine="fixed",
        **changes,
    )


EMERGENCY = fixed(
    Status.REFERRED,
    "Call your local emergency number now (112, 911, 999 or 000).",
    "New numbness between the legs with loss of bladder control can mean pressure on the nerves "
    "at the base of the spine, and hours count.",
    "Until you are seen, do not train, stretch or drive yourself.",
    referral="emergency",
)
REFUSED = fixed(
    Status.REFUSED,
    "The articles do not cover that.",
    "The nearest that they do cover: training at home with bands, and walking and running.",
    "Your question was noted.",
    uncovered=True,
)


PROFILE: dict[str, Any] = {
    "days_per_week": 3,
    "minutes_per_session": 45,
    "experience": "intermediate",
    "equipment": ["dumbbell", "bench", "mini-band"],
    "pain": [{"area": "knee", "severity": 4}],
}
CHIPS = (
    Chip(
        field="days_per_week",
        label="Days",
        value="3 days a week",
        source="said",
        choices=(Choice(label="2 days", message="2 days a week, plan it"),),
    ),
    Chip(field="goal", label="Goal", value="goal <growth>", source="assumed"),
)


def wish(**changes: Any) -> Answer:
    """Return a question back on the way to a program."""
    fields: dict[str, Any] = {
        "chips": CHIPS,
        "asked": "experience",
        "choices": (Choice(label="Beginner", message="I am a beginner, build it"),),
    }
    line = "How used are you to lifting?"
    return fixed(Status.CLARIFY, line, intake=Intake(**(fields | changes)))


def built() -> Answer:
    """Return a program, as the coach does at the end."""
    program = build_program(read_profile(PROFILE), shipped_catalogue())
    intake = Intake(profile=PROFILE, chips=CHIPS)
    return fixed(Status.PROGRAM, "Here is your program.", program=program.to_json(), intake=intake)


def proposed() -> Answer:
    """Return a change that waits for a yes."""
    change = {"what": "sessions a week", "from": "3", "to": "2", "why": "You <said> so."}
    proposal = {"changes": [change | {"rules": ["R14"]}]}
    intake = Intake(profile=PROFILE, chips=CHIPS)
    return fixed(Status.CLARIFY, "Shall I change it?", proposal=proposal, intake=intake)
