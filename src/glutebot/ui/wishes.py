"""A wish for a program in the chat: what was understood, a week in short, a change that waits.

Everything is escaped here or by the templates. A choice carries its message as text that is not
shown, since the page's sanitiser keeps no data attributes.
"""

from collections.abc import Mapping
from html import escape
from typing import Any

from pydantic import ValidationError

from glutebot.domain.answers import Answer
from glutebot.domain.intake import Chip, Choice, Intake
from glutebot.domain.programs import Program
from glutebot.program.export.sheet import render_week
from glutebot.ui import words

_YES = (Choice(label=words.YES, message="yes"), Choice(label=words.NO, message="no"))


def render_choices(answer: Answer) -> str:
    """Return what can be picked and changed under the last answer.

    The open question's answers stand right under it, before all that was understood.
    """
    intake = answer.intake
    if intake is None or answer.referral == "emergency":
        return ""
    choices = intake.choices or (_YES if answer.proposal else ())
    first = "gc-choice gc-yes" if answer.proposal else "gc-choice"
    buttons = [_button(choice, "gc-choice" if n else first) for n, choice in enumerate(choices)]
    open_one = f'<div class="gc-buttons">{"".join(buttons)}</div>' if buttons else ""
    return open_one + render_intake(intake)


def list_options(answer: Answer) -> list[dict[str, str]]:
    """Return the follow-ups under an answer, without the choices that stand in it already."""
    choices = answer.intake.choices if answer.intake else ()
    shown = {choice.message for choice in choices}
    return [{"value": text, "label": text} for text in answer.follow_ups if text not in shown]


def render_week_of(answer: Answer) -> str:
    """Return the first week of an answer's program, and a way to the whole sheet."""
    if answer.program is None:
        return ""
    try:
        program = Program.from_json(answer.program)
    except ValidationError:
        return ""
    return render_week(program, href=f"#program-of-{answer.id}" if answer.id else "")


def render_intake(intake: Intake) -> str:
    """Return the chips: what was said with a full line round it, what is assumed with a dashed."""
    if not intake.chips:
        return ""
    chips = "".join(f"<li>{_chip(chip)}</li>" for chip in intake.chips)
    return (
        f'<div class="gc-intake"><p class="gc-title">{words.UNDERSTOOD}</p>'
        f'<ul class="gc-chips">{chips}</ul></div>'
    )


def _chip(chip: Chip) -> str:
    source = words.SOURCES[chip.source]
    text = f"{escape(_line(chip.value))} <small>{escape(_line(chip.label))}, {source}</small>"
    if not chip.choices:
        return f'<div class="gc-chip gc-{chip.source} gc-still">{text}</div>'
    picks = "".join(_button(choice) for choice in chip.choices)
    return (
        f'<details class="gc-chip gc-{chip.source}"><summary>{text}</summary>'
        f'<div class="gc-picks">{picks}</div></details>'
    )


def _button(choice: Choice, name: str = "gc-choice") -> str:
    message = f'<span class="gc-message">{escape(_line(choice.message))}</span>'
    return f'<button class="{name}" type="button">{escape(_line(choice.label))}{message}</button>'


def render_proposal(answer: Answer) -> str:
    """Return what would change, as a table; the question whether to do it follows."""
    changes = (answer.proposal or {}).get("changes") or ()
    if not changes:
        return ""
    rows = "".join(_row(change) for change in changes)
    head = "".join(f'<th scope="col">{name}</th>' for name in words.DIFFERENCE)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<div class="gc-diff">{table}</div>'


def _row(change: Mapping[str, Any]) -> str:
    cells = [escape(_line(str(change.get(name) or ""))) for name in ("what", "from", "to", "why")]
    what, *others = cells
    return f'<tr><th scope="row">{what}</th>{"".join(f"<td>{cell}</td>" for cell in others)}</tr>'


def _line(text: str) -> str:
    return " ".join(text.split())
