"""Talk with the coach as the answering room does: safety first, flags kept, history stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from glutebot.answering.triage import SafetyRules, cleared_flags, load_safety_rules, triage
from glutebot.coaching.coach import Coach
from glutebot.coaching.replying import CoachReply
from glutebot.domain.answers import Answer, Status, Turn
from program.shelf import KNOWLEDGE, shipped_catalogue


@cache
def shipped_coach() -> Coach:
    """Return a coach over the shipped knowledge."""
    return Coach(shipped_catalogue, KNOWLEDGE / "protocols")


@cache
def shipped_rules() -> SafetyRules:
    """Return the shipped safety rules."""
    return load_safety_rules(KNOWLEDGE / "safety")


@dataclass(frozen=True)
class Reply:
    """What became of one message: a safety reply, the coach's, or neither."""

    stopped: str | None
    """The flag of a safety reply that ended the turn."""
    coach: CoachReply | None
    flags: tuple[str, ...]

    @property
    def kind(self) -> str:
        """Name the outcome in a word."""
        if self.stopped:
            return "safety"
        return self.coach.status.value if self.coach else "articles"

    @property
    def text(self) -> str:
        """Return what the coach said."""
        return " ".join(line.text for line in self.coach.lines) if self.coach else ""


class Talk:
    """One conversation."""

    def __init__(self) -> None:
        self.history: list[Turn] = []
        self.flags: tuple[str, ...] = ()

    def say(self, message: str) -> Reply:
        """Send a message and keep the turn."""
        reply = self._reply(message)
        self.flags = reply.flags
        self.history.append(Turn(question=message, answer=_stored(reply)))
        return reply

    def _reply(self, message: str) -> Reply:
        rules = shipped_rules()
        cleared = set(cleared_flags(message, self.flags, rules))
        kept = tuple(flag for flag in self.flags if flag not in cleared)
        found = triage(message, standing_flags=kept, rules=rules)
        flags = tuple(dict.fromkeys([*kept, *(found.flags if found else ())]))
        if found and found.stops and not found.flag.startswith("small-talk-"):
            return Reply(found.flag, None, flags)
        reply = shipped_coach().reply(message, self.history, flags)
        if found and found.stops and (reply is None or reply.unsure):
            return Reply(found.flag, None, flags)
        return Reply(None, reply, flags)


def _stored(reply: Reply) -> Answer:
    """Return the answer as the store gives it back, through its JSON form."""
    coach = reply.coach
    answer = Answer(
        status=coach.status if coach else Status.ANSWERED,
        text=reply.text or "An answer.",
        engine="fixed",
        index_version="1",
        flags=reply.flags,
        intake=coach.intake if coach else None,
        program=coach.program.to_json() if coach and coach.program else None,
        proposal=coach.proposal if coach else None,
    )
    return Answer.model_validate_json(answer.model_dump_json())


def talk(*messages: str) -> list[Reply]:
    """Return the replies to the messages of one conversation."""
    conversation = Talk()
    return [conversation.say(message) for message in messages]


def last(messages: Sequence[str]) -> Reply:
    """Return the reply to the last message of a conversation."""
    return talk(*messages)[-1]
