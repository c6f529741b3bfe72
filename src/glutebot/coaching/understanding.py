"""Read what one message says about the program that is wanted; no model, no network."""

from collections.abc import Callable

from glutebot.coaching.read_answer import read_answer
from glutebot.coaching.read_days import read_days
from glutebot.coaching.read_gear import read_gear
from glutebot.coaching.read_health import read_conditions, read_pregnancy
from glutebot.coaching.read_intent import find_intent, leave_out_questions
from glutebot.coaching.read_lifts import (
    read_best_lifts,
    read_dislikes,
    read_history,
    read_increment,
)
from glutebot.coaching.read_notes import Notes
from glutebot.coaching.read_pain import read_pain
from glutebot.coaching.read_person import (
    read_age,
    read_experience,
    read_goal,
    read_muscles,
    read_sex,
    read_units,
)
from glutebot.coaching.read_sport import read_sport
from glutebot.coaching.read_text import read_plain
from glutebot.coaching.read_time import read_minutes, read_weeks
from glutebot.coaching.reading import Reading
from glutebot.coaching.vocabulary import Vocabulary, load_vocabulary

__all__ = ["load_vocabulary", "read_message"]


def read_message(message: str, *, asked: str | None, vocabulary: Vocabulary) -> Reading:
    """Return what a message says; `asked` names the field that the open question was about.

    Health comes first, so that "20 weeks pregnant" is no length of a program and pain on lunges
    is not taken for a dislike; every reader takes away the words that it understood.
    """
    words = vocabulary.words
    plain = read_plain(
        message, numbers=words.numbers, rewrites=words.rewrites, speller=vocabulary.speller
    )
    notes = Notes(plain, words.faults)
    read_units(notes)
    for read in _IN_ORDER:
        read(notes, vocabulary)
        if read is read_pregnancy:
            read_conditions(notes, vocabulary, asked=asked)
        if read is read_pain:
            leave_out_questions(notes, vocabulary)
    read_answer(notes, asked=asked)
    return notes.reading(find_intent(notes, vocabulary, asked=asked))


def _plainly(read: Callable[[Notes], None]) -> Callable[[Notes, Vocabulary], None]:
    return lambda notes, _vocabulary: read(notes)


_IN_ORDER: tuple[Callable[[Notes, Vocabulary], None], ...] = (
    read_pregnancy,
    read_pain,
    _plainly(read_age),
    read_best_lifts,
    _plainly(read_increment),
    _plainly(read_history),
    read_sport,
    read_dislikes,
    read_experience,
    _plainly(read_minutes),
    _plainly(read_weeks),
    read_days,
    read_muscles,
    read_gear,
    read_goal,
    read_sex,
)
