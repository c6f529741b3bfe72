"""From a wish to a first program: gates first, then one question a turn."""

from dataclasses import replace

from glutebot.coaching.building import build, find_gate
from glutebot.coaching.known import HEALTH, Known
from glutebot.coaching.moment import Moment, Tools
from glutebot.coaching.questions import OpenQuestion
from glutebot.coaching.replying import CoachReply
from glutebot.domain.programs import Refusal


class Leading:
    """Leads to a program, or to the refusal that a safety gate calls for."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def reply(self, moment: Moment) -> CoachReply:
        """Return the next question, the program, or why there is none."""
        tools, lines = self._tools, self._tools.texts.lines
        if self._gives_up(moment):
            return tools.speaker.say(lines.stopped, known=replace(moment.known, skipped=()))
        moment = replace(moment, known=tools.skip(moment))
        question = tools.questions.next(moment.known)
        refusal = self._gate(moment.known, question)
        if refusal:
            return tools.speaker.refuse(refusal, moment.known, opening=tools.opening(moment))
        if question:
            return tools.ask(question, moment)
        built = build(moment.known, tools.texts, tools.catalogue)
        if isinstance(built, Refusal):
            return tools.speaker.refuse(built, moment.known, choices=tools.way_out(built))
        return tools.speaker.give(built, moment.known, lines.program, tools.opening(moment))

    def _gives_up(self, moment: Moment) -> bool:
        waits = moment.past.waiting and not moment.facts
        declined = moment.reading.intent == "no" and not moment.past.refused
        return waits and (declined or self._tools.messages.stops(moment.message))

    def _gate(self, known: Known, question: OpenQuestion | None) -> Refusal | None:
        """Return a refusal that is certain already; an open gate question comes before it."""
        told = [field for field in HEALTH if known.profile.get(field)]
        if (question and question.gate) or not told:
            return None
        return find_gate(known, self._tools.texts, self._tools.catalogue)
