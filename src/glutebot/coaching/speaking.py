"""The coach's replies: which sentences, which chips, which choices."""

from collections.abc import Iterable, Sequence
from typing import Any

from glutebot.coaching.changes import Change, Comparing, span
from glutebot.coaching.chips import Chips, fill
from glutebot.coaching.known import Known
from glutebot.coaching.questions import OpenQuestion
from glutebot.coaching.replying import CoachReply, Spoken, split_text
from glutebot.coaching.texts import IntakeTexts
from glutebot.coaching.wording import Wording
from glutebot.domain.answers import Status
from glutebot.domain.intake import Choice, Intake
from glutebot.domain.programs import Program, Refusal

REASONS = 2
"""Reasons of a program that the reply names; the sheet holds them all."""


class Speaker:
    """Words every kind of reply; decides nothing."""

    def __init__(self, texts: IntakeTexts, chips: Chips, wording: Wording) -> None:
        self._texts = texts
        self._lines = texts.lines
        self._chips = chips
        self._wording = wording
        self._comparing = Comparing(texts, chips, wording)

    def ask(
        self, question: OpenQuestion, known: Known, opening: Sequence[str] = (), *,
        unread: bool = False,
    ) -> CoachReply:  # fmt: skip
        """Ask the open question, after what was understood."""
        said = self._chips.said(known)
        understood = self._lines.understood.format(facts=said) if said else self._lines.welcome
        skip = [] if question.gate else [self._skip(question)]
        return CoachReply(
            status=Status.CLARIFY,
            lines=_spoken([*opening, understood, question.text, question.skipped]),
            follow_ups=tuple(choice.message for choice in (*question.choices, *skip)),
            intake=self._intake(known, asked=question.field, choices=(*question.choices, *skip)),
            unsure=unread,
        )

    def _skip(self, question: OpenQuestion) -> Choice:
        core = question.field in self._texts.core
        return self._texts.build_now if core else self._texts.skip_one

    def say(self, *lines: str, known: Known, program: Program | None = None) -> CoachReply:
        """Say where things stand."""
        return CoachReply(
            status=Status.CLARIFY,
            lines=_spoken(lines),
            follow_ups=self._ideas(program) if program else (),
            intake=self._intake(known),
        )

    def give(self, program: Program, known: Known, line: str, opening: Sequence[str]) -> CoachReply:
        """Hand a program over: for whom, what was assumed, what to watch for, and why."""
        facts = self._chips.assumed(known)
        assumed = [self._lines.assumed.format(facts=facts)] if facts else []
        before = [*opening, self._headline(program, line), *assumed, *program.warnings]
        return CoachReply(
            status=Status.PROGRAM,
            lines=(*_spoken(before), *_reasons(program), Spoken(text=self._lines.change_hint)),
            follow_ups=self._ideas(program),
            intake=self._intake(known),
            program=program,
            referral=program.referral,
        )

    def refuse(
        self, refusal: Refusal, known: Known, *, opening: Iterable[str] = (),
        closing: Iterable[str] = (), choices: tuple[Choice, ...] = (),
    ) -> CoachReply:  # fmt: skip
        """Say why there is no program and where to turn."""
        return CoachReply(
            status=Status.REFERRED if refusal.referral else Status.REFUSED,
            lines=_spoken([*split_text(refusal.text), *opening, *closing]),
            follow_ups=tuple(choice.message for choice in choices),
            intake=self._intake(known, choices=choices),
            refusal=refusal,
            referral=refusal.referral,
        )

    def propose(
        self, new: Program, old: Program, known: Known, agreed: Known, opening: Sequence[str],
        warning: Sequence[str],
    ) -> CoachReply:  # fmt: skip
        """Show what a change would do, and ask for a yes."""
        wishes = self._comparing.wishes(agreed, known)
        effects = self._comparing.effects(old, new)
        shown = "; ".join(change.text for change in (*wishes, *effects))
        lines = [*opening, self._lines.proposal.format(changes=shown)]
        lines += [] if effects else [self._lines.proposal_same]
        answers = (self._texts.yes, self._texts.no)
        return CoachReply(
            status=Status.CLARIFY,
            lines=_spoken([*lines, *warning, self._lines.confirm]),
            follow_ups=tuple(choice.message for choice in answers),
            intake=self._intake(known, choices=answers),
            proposal={"changes": _changes([*wishes, *effects]), "program": new.to_json()},
            referral=new.referral if warning else None,
        )

    def _headline(self, program: Program, line: str) -> str:
        count = len(program.weeks[0].sessions)
        many = self._lines.session_many.format(count=count)
        weeks = [week for week in program.weeks if not week.deload]
        minutes = [session.estimated_minutes for week in weeks for session in week.sessions]
        return line.format(
            weeks=self._wording.value("weeks", len(program.weeks)),
            sessions=self._lines.session_one if count == 1 else many,
            minutes=span(minutes),
            level=self._wording.value("experience", program.profile.experience),
            gear=self._wording.value("equipment", list(program.profile.equipment)),
        )

    def _ideas(self, program: Program) -> tuple[str, ...]:
        """Return three changes that can be tapped: days, time, a swap."""
        fields = self._texts.fields
        ideas = []
        for field in ("days_per_week", "minutes_per_session"):
            now = self._wording.value(field, getattr(program.profile, field))
            others = [c.message for c in fields[field].choices if c.message != now]
            middle = sorted(others, key=lambda message: abs(_number(message) - _number(now)))
            ideas += middle[:1]
        first = program.weeks[0].sessions[0].items[-1].name.lower()
        return (*ideas, fill(self._texts.swap, {"name": first}).message)

    def _intake(
        self, known: Known, *, asked: str | None = None, choices: tuple[Choice, ...] = ()
    ) -> Intake:
        return Intake(
            profile=dict(known.profile),
            chips=self._chips.show(known),
            asked=asked,
            choices=choices,
            weekdays=known.weekdays,
            unclear=known.unclear,
            skipped=known.skipped,
        )


def _spoken(lines: Iterable[str]) -> tuple[Spoken, ...]:
    return tuple(Spoken(text=line) for line in lines if line)


def _reasons(program: Program) -> Iterable[Spoken]:
    by_number = {citation.n: citation for citation in program.citations}
    for reason in program.rationale[:REASONS]:
        cited = tuple(by_number[n] for n in reason.citations)
        yield Spoken(text=reason.text, citations=cited)


def _changes(changes: Iterable[Change]) -> list[dict[str, Any]]:
    return [change.to_json() for change in changes]


def _number(message: str) -> int:
    return int("".join(filter(str.isdigit, message)) or 0)
