"""One message with all that is known when it is answered, and what answers it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from glutebot.coaching.chips import Chips
from glutebot.coaching.known import HEALTH, Known
from glutebot.coaching.listening import has_facts
from glutebot.coaching.messages import Messages
from glutebot.coaching.past import Past
from glutebot.coaching.questions import OpenQuestion, Questions
from glutebot.coaching.reading import Reading
from glutebot.coaching.replying import CoachReply
from glutebot.coaching.speaking import Speaker
from glutebot.coaching.swaps import Swap
from glutebot.coaching.texts import IntakeTexts
from glutebot.coaching.wording import Wording
from glutebot.domain.intake import Choice
from glutebot.domain.programs import Refusal
from glutebot.program import Catalogue

_UNSKIPPABLE = ("age",)
"""Open questions without a careful default: the rules change with the answer."""
_WAYS_OUT = {"R37": "minutes_per_session", "R09": "equipment"}
"""What to change where a rule leaves nothing to build."""


@dataclass(frozen=True)
class Moment:
    """One message with all that is known when it is answered."""

    message: str
    reading: Reading
    past: Past
    known: Known
    kept: tuple[str, ...]
    """Health fields that the message tried to loosen and could not."""
    swap: Swap | None = None
    """A wish to have another exercise in the program."""

    @property
    def facts(self) -> bool:
        """Whether the message holds anything about the program or the person."""
        return has_facts(self.reading)


class Tools:
    """What both halves of the dialogue work with."""

    def __init__(self, texts: IntakeTexts, catalogue: Catalogue) -> None:
        self.texts = texts
        self.catalogue = catalogue
        self.messages = Messages(texts)
        self.wording = Wording(texts, exercise_names(catalogue))
        self.chips = Chips(texts, self.wording)
        self.questions = Questions(texts, self.chips, self.wording)
        self.speaker = Speaker(texts, self.chips, self.wording)

    def skip(self, moment: Moment) -> Known:
        """Leave to their defaults the fields that the message does not want to be asked for."""
        known, asked, reading = moment.known, moment.past.asked, moment.reading
        if asked is None:
            return known
        if self.messages.builds_now(moment.message):
            return known.skip(*self.texts.core, "pain", "pregnancy", "par_q_yes")
        if reading.intent == "skip" and asked not in _UNSKIPPABLE:
            return known.skip(asked)
        return known

    def ask(
        self, question: OpenQuestion, moment: Moment, opening: Sequence[str] = ()
    ) -> CoachReply:
        """Ask the open question, after a word about an answer that could not be read."""
        before = moment.past.asked is not None
        same = moment.known == moment.past.known and not moment.reading.intent
        unread = before and same and not moment.facts
        opening = [*self.opening(moment), *opening]
        if "par_q_yes" in moment.reading.unclear:
            opening = [*opening, self.texts.lines.which]
        elif unread:
            opening = [*opening, self.texts.lines.unread]
        return self.speaker.ask(question, moment.known, opening, unread=unread)

    def opening(self, moment: Moment) -> list[str]:
        """Say that a health statement stays, when the message tried to take it back."""
        if not moment.kept:
            return []
        facts = ", ".join(self.wording.known(field, moment.known) for field in moment.kept)
        hint = [self.texts.lines.kept_hint] if "age" not in moment.kept else []
        return [self.texts.lines.kept.format(facts=facts), *hint]

    def way_out(self, refusal: Refusal) -> tuple[Choice, ...]:
        """Return the choices that would make a program possible, where a tap can."""
        field = _WAYS_OUT.get(refusal.reason)
        return self.texts.fields[field].choices if field else ()

    def health_words(self, known: Known, agreed: Known) -> str:
        """Return in words what of a person's health was told after a program was built."""
        changed = [name for name in HEALTH if known.profile.get(name) != agreed.profile.get(name)]
        return ", ".join(self.wording.known(name, known) for name in changed)


def exercise_names(catalogue: Catalogue) -> Mapping[str, str]:
    """Return the names of the guides by id."""
    return {name: guide.name for name, guide in catalogue.guides.items()}
