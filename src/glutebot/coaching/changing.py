"""From a program to a changed one: a proposal that waits for a yes, never a silent change."""

from dataclasses import replace

from glutebot.coaching.building import GATES, build
from glutebot.coaching.changes import lost_exercises
from glutebot.coaching.known import HEALTH, Known
from glutebot.coaching.moment import Moment, Tools
from glutebot.coaching.replying import CoachReply
from glutebot.coaching.swaps import Placed, Swap, exercises_of, make_room
from glutebot.coaching.texts import join_words
from glutebot.domain.programs import Program, Refusal

_CARE = ("pregnancy", "conditions", "red_flags", "par_q_yes", "pain")


class Changing:
    """Proposes, applies and drops changes of the program that stands."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def reply(self, moment: Moment, old: Program) -> CoachReply:
        """Return the proposal, the changed program, or where things stand."""
        agreed = moment.past.agreed or Known()
        if moment.past.proposal is not None and not moment.facts:
            if moment.reading.intent in ("yes", "program", "skip"):
                return self._apply(moment, self._tools.texts.lines.applied)
            if moment.reading.intent == "no" or self._tools.messages.stops(moment.message):
                return self._drop(moment, agreed, old)
        moment = replace(moment, known=self._tools.skip(moment))
        question = self._tools.questions.next(moment.known)
        if question and question.field not in (*self._tools.texts.core, "par_q_yes"):
            pause = [self._tools.texts.lines.meanwhile_open] if question.gate else []
            return self._tools.ask(question, moment, pause)
        if moment.swap:
            return self._swap(moment, moment.swap, agreed, old)
        if _same(moment.known, agreed):
            return self._stand(moment, old)
        return self._propose(moment, agreed, old, self._tools.opening(moment))

    def _swap(self, moment: Moment, swap: Swap, agreed: Known, old: Program) -> CoachReply:
        """Propose another exercise; what is named and not in the program is left out anyway."""
        tools, lines = self._tools, self._tools.texts.lines
        present, said = self._standing(moment, old), []
        name, wanted = tools.wording.family(swap.out), tools.wording.family(swap.wanted)
        placed = make_room(moment.known, swap, present, tools.texts, tools.catalogue)
        if not set(swap.out) & set(exercises_of(present)) and not swap.added:
            placed, said = Placed(moment.known), [lines.not_in_program.format(name=name)]
        if not placed.fits:
            said.append(lines.cannot_place.format(name=wanted))
        if placed.moved:
            names = ", ".join(tools.wording.exercise(one) for one in placed.moved)
            said.append(lines.makes_room.format(name=wanted, names=names))
        if _same(placed.known, agreed):
            line = said or [lines.no_difference]
            return tools.speaker.say(*line, known=moment.known, program=old)
        moment = replace(moment, known=placed.known)
        return self._propose(moment, agreed, old, [*tools.opening(moment), *said])

    def _standing(self, moment: Moment, old: Program) -> Program:
        """Return the program that a further wish is about: the proposed one, if one waits."""
        proposal = moment.past.proposal
        return Program.from_json(dict(proposal["program"])) if proposal else old

    def _apply(self, moment: Moment, line: str) -> CoachReply:
        built = build(moment.known, self._tools.texts, self._tools.catalogue)
        if isinstance(built, Refusal):
            return self._refuse(built, moment)
        return self._tools.speaker.give(built, moment.known, line, self._tools.opening(moment))

    def _propose(
        self, moment: Moment, agreed: Known, old: Program, opening: list[str]
    ) -> CoachReply:
        """Show what would change, and wait for a yes."""
        new = build(moment.known, self._tools.texts, self._tools.catalogue)
        if isinstance(new, Refusal):
            return self._refuse(new, moment)
        unread = moment.past.proposal is not None and not moment.facts and moment.swap is None
        if unread:
            opening = [self._tools.texts.lines.unread_change, *opening]
        warning = self._warn(agreed, moment.known, old)
        reply = self._tools.speaker.propose(new, old, moment.known, agreed, opening, warning)
        return reply.model_copy(update={"unsure": unread})

    def _warn(self, agreed: Known, known: Known, old: Program) -> list[str]:
        """Say what to leave out meanwhile, where health has gained a reason for care."""
        if not _needs_more_care(agreed, known):
            return []
        careful = build(_with_health(agreed, known), self._tools.texts, self._tools.catalogue)
        lost = [] if isinstance(careful, Refusal) else lost_exercises(old, careful)
        lines = self._tools.texts.lines
        return [lines.meanwhile.format(names=join_words(lost)) if lost else lines.meanwhile_all]

    def _drop(self, moment: Moment, agreed: Known, old: Program) -> CoachReply:
        """Forget a proposed change, but never what was told about health."""
        known = _with_health(agreed, moment.known)
        lines, speaker = self._tools.texts.lines, self._tools.speaker
        if _same(known, agreed):
            return speaker.say(lines.dropped, known=known, program=old)
        facts = self._tools.health_words(known, agreed)
        return speaker.say(lines.dropped_health.format(facts=facts), known=known)

    def _stand(self, moment: Moment, old: Program) -> CoachReply:
        lines = self._tools.texts.lines
        if moment.reading.intent == "program":
            return self._apply(moment, lines.again)
        line = lines.no_difference if moment.facts else lines.stands
        opening = self._tools.opening(moment)
        return self._tools.speaker.say(*opening, line, known=moment.known, program=old)

    def _refuse(self, refusal: Refusal, moment: Moment) -> CoachReply:
        """Refuse; what a gate stands on is kept, a wish that leaves nothing to build is not."""
        lines, speaker, past = self._tools.texts.lines, self._tools.speaker, moment.past
        if refusal.reason in (*GATES, "R08"):
            return speaker.refuse(
                refusal,
                moment.known,
                opening=self._tools.opening(moment),
                closing=[lines.meanwhile_refused],
            )
        choices = self._tools.way_out(refusal)
        agreed = past.agreed or moment.known
        return speaker.refuse(refusal, agreed, closing=[lines.not_built], choices=choices)


def _with_health(agreed: Known, known: Known) -> Known:
    """Return what was agreed with what is known of health since."""
    health = {name: known.profile.get(name) for name in HEALTH}
    profile = {**agreed.profile, **health}
    kept = {name: value for name, value in profile.items() if value is not None}
    return replace(agreed, profile=kept, unclear=known.unclear)


def _same(one: Known, other: Known) -> bool:
    return one.profile == other.profile and one.weekdays == other.weekdays


def _needs_more_care(before: Known, after: Known) -> bool:
    """Tell whether health has gained a reason for care since the program was built."""
    for name in _CARE:
        was, now = before.profile.get(name) or (), after.profile.get(name) or ()
        if now != was and (name == "pregnancy" or any(one not in was for one in now)):
            return True
    return False
