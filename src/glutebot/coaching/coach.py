"""The dialogue that leads from a wish to a program, and from a program to a changed one.

Rules read the message and the program room decides; nothing is overwritten without a yes. A
language model may later help to read a wish that the rules could not: it would stand behind
`read`, propose a Reading, and all that follows here would judge it like any other.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from glutebot.coaching.building import LASTING, raise_flags
from glutebot.coaching.changing import Changing
from glutebot.coaching.known import Known, learn
from glutebot.coaching.leading import Leading
from glutebot.coaching.listening import (
    has_facts,
    hear_clearance,
    is_cleared,
    listen,
    move_day,
    name_weekdays,
    of_oneself,
)
from glutebot.coaching.messages import Messages, is_short
from glutebot.coaching.moment import Moment, Tools, exercise_names
from glutebot.coaching.past import Past, Read, catch_up, days_of, find_past
from glutebot.coaching.reading import Reading
from glutebot.coaching.replying import CoachReply
from glutebot.coaching.swaps import FindSwap, Swap, as_reading, stand_in, swap_finder
from glutebot.coaching.texts import load_texts
from glutebot.coaching.understanding import load_vocabulary, read_message
from glutebot.coaching.vocabulary import Vocabulary
from glutebot.domain.answers import Turn
from glutebot.domain.programs import Program
from glutebot.errors import InputError
from glutebot.program import Catalogue


class Coach:
    """Leads from a wish to a program; one open question a turn."""

    def __init__(self, catalogue: Callable[[], Catalogue], protocols: Path) -> None:
        self._find_catalogue = catalogue
        self._protocols = protocols
        self._texts = load_texts(protocols)
        self._messages = Messages(self._texts)

    @cached_property
    def _tools(self) -> Tools:
        return Tools(self._texts, self._find_catalogue())

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return load_vocabulary(self._protocols, exercise_names(self._tools.catalogue))

    @cached_property
    def swaps(self) -> FindSwap:
        """What reads a wish to swap, take out or add an exercise."""
        return swap_finder(self._texts, self._vocabulary, exercise_names(self._tools.catalogue))

    @cached_property
    def read(self) -> Read:
        """What reads a message; the one place where another reader could stand."""
        vocabulary = self._vocabulary
        weekdays = vocabulary.words.weekdays

        def read(message: str, asked: str | None) -> Reading:
            reading = read_message(message, asked=asked, vocabulary=vocabulary)
            return of_oneself(message, name_weekdays(reading, weekdays), self._texts)

        return read

    def reply(
        self, message: str, history: Sequence[Turn], flags: Sequence[str]
    ) -> CoachReply | None:
        """Return the reply to a message about a program, or None when it is not about one.

        `flags` are the safety signs that stand in the conversation, this message included.
        """
        flags = self._own_flags(message, history, flags)
        past, later = find_past(history)
        reading = listen(message, past, self._texts, self.read)
        swap = self._find_swap(message, past)
        gone = set(past.flags) - set(flags)
        cleared = past.refused and (gone or is_cleared(message, self._texts))
        if not (swap or cleared or self._is_ours(message, reading, past)):
            return None
        past = catch_up(past, later, self.read, self._messages)
        if past.program is not None and not swap:
            days = past.known.weekdays or days_of(past.proposal or past.program)
            reading = move_day(message, reading, days, self._vocabulary.words.weekdays)
        if not self._messages.pretends(message):
            reading = hear_clearance(message, reading, past.known, self._texts)
        return self._answer(message, reading, past, flags, swap)

    def offer(self, history: Sequence[Turn], flags: Sequence[str]) -> CoachReply:
        """Begin a program, or go on with it, where the message itself says nothing of it."""
        past, later = find_past(history)
        past = catch_up(replace(past, asked=None), later, self.read, self._messages)
        return self._answer("", Reading(intent="program"), past, flags)

    def _answer(
        self,
        message: str,
        reading: Reading,
        past: Past,
        flags: Sequence[str],
        swap: Swap | None = None,
    ) -> CoachReply:
        reading = as_reading(reading, swap) if swap else reading
        pretends = self._messages.pretends(message)
        known, kept = learn(past.known, reading, make_believe=pretends)
        known = raise_flags(known, flags, past.flags, self._texts)
        try:
            return self._decide(Moment(message, reading, past, known, tuple(kept), swap))
        except InputError as fault:
            return self._explain(fault, past.known)

    def _own_flags(
        self, message: str, history: Sequence[Turn], flags: Sequence[str]
    ) -> Sequence[str]:
        """Leave out a lasting pain that was only guessed at: nobody said how long it has been."""
        said = (message, *(turn.question for turn in history))
        if LASTING not in flags or any(self._messages.lasts(one) for one in said):
            return flags
        return tuple(flag for flag in flags if flag != LASTING)

    def _find_swap(self, message: str, past: Past) -> Swap | None:
        """Return a wish about an exercise of the program that stands or is proposed."""
        swap = self.swaps(message) if past.program or past.waiting else None
        if past.program is None:
            return swap if swap and not swap.out else None
        shown = past.proposal["program"] if past.proposal else past.program
        return swap and stand_in(swap, Program.from_json(dict(shown)), self._tools.catalogue)

    def _is_ours(self, message: str, reading: Reading, past: Past) -> bool:
        if reading.intent == "program":
            return True
        if self._is_question(message):
            return past.asked in reading.told and is_short(message)
        if past.waiting and not past.refused:
            return True
        if past.waiting or past.program:
            return has_facts(reading) or bool(reading.intent) or self._messages.pretends(message)
        return False

    def _is_question(self, message: str) -> bool:
        """Tell whether the articles should answer; "4 days?" and "can you make it 4" are wishes."""
        marked = "?" in message and not is_short(message) and not self._messages.wishes(message)
        return self._messages.asks(message) or marked

    def _decide(self, moment: Moment) -> CoachReply:
        if moment.reading.faults:
            return self._correct(moment)
        if moment.past.program is not None:
            standing = Program.from_json(dict(moment.past.program))
            return Changing(self._tools).reply(moment, standing)
        return Leading(self._tools).reply(moment)

    def _correct(self, moment: Moment) -> CoachReply:
        """Say what cannot be used and what can, and keep the rest of the message."""
        fault = moment.reading.faults[0]
        said = self._texts.lines.fault.format(message=fault.message, remedy=fault.remedy)
        question = self._tools.questions.about(fault.field, moment.known)
        if moment.past.program is not None:
            question = replace(question, text="", skipped="")
        return self._tools.speaker.ask(question, moment.known, [said])

    def _explain(self, fault: InputError, known: Known) -> CoachReply:
        field = (fault.field or "").split(".")[0]
        said = self._texts.lines.fault.format(message=str(fault), remedy=fault.remedy or "")
        question = self._tools.questions.about(field, known)
        return self._tools.speaker.ask(question, known, [said.strip()])
