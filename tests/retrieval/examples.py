"""Passages to search in."""

import random
from hashlib import sha256

from glutebot.domain.articles import Line, Passage
from glutebot.domain.evidence import Grade


def make_passage(
    text: str,
    *,
    title: str = "Glute training",
    section: str | None = None,
    ordinal: int = 0,
    questions: tuple[str, ...] = (),
) -> Passage:
    """Return a passage of one line per sentence, its id a hash of all that it shows."""
    digest = sha256(repr((title, section, text, questions)).encode()).hexdigest()[:16]
    return Passage(
        id=digest,
        article_id="article",
        title=title,
        section=section,
        kind="article",
        ordinal=ordinal,
        lines=tuple(
            Line(text=f"{sentence.rstrip('.')}.", grade=Grade.OPINION)
            for sentence in text.split(". ")
        ),
        questions=questions,
    )


SUBJECTS = (
    ("Hip thrust", "Drive the hips up until the trunk is level. Pause at the top"),
    ("Squat depth", "Deeper squats grew the glutes by 6.7 % in ten weeks. Stop before pain"),
    ("Weekly sets", "Ten to twenty hard sets a week suit most lifters. Beginners need fewer"),
    ("Protein", "About 1.6 g of protein per kilogram a day supports growth. Timing matters little"),
    ("Romanian deadlift", "Hinge at the hips with soft knees. Keep the bar close to the legs"),
    ("Rest", "Rest two minutes between heavy sets. Shorter rests cost repetitions"),
    ("Sleep", "Seven to nine hours of sleep help recovery. Naps are fine"),
    ("Abduction", "Side-lying abduction at 45° trains the gluteus medius. Move slowly"),
)


def many_passages(count: int) -> list[Passage]:
    """Return passages of random words of the subjects, no two alike."""
    words = " ".join(text for _, text in SUBJECTS).replace(".", "").split()
    chance = random.Random(7)
    return [
        make_passage(". ".join(" ".join(chance.sample(words, 9)) for _ in range(2)), ordinal=place)
        for place in range(count)
    ]
