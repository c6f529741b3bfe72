"""Answers as markup that we wrote and text that cannot act: the exit is where safety is kept.

Everything that a model, an article or a visitor wrote is escaped; the only links are citations,
and they lead to a dialog on the same page. A block of markup has no empty line, so the Markdown
reader behind it passes it on as it is.
"""

import datetime
import re
from collections.abc import Mapping, Sequence
from html import escape

from glutebot.domain.answers import Answer, Citation, Status, Support
from glutebot.ui import words
from glutebot.ui.wishes import render_choices, render_proposal, render_week_of

_MARKER = re.compile(r"\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")
_LEAD = re.compile(r"([^\n\[\]]{10,320}?(?:\s*\[\d[\d,\s]*\])+)\s+(?=\S)")
_ITEM = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s+")
_SAFE_ID = re.compile(r"[^A-Za-z0-9_-]")
_ACTIVE = re.compile(r"(<|&|`|!\[|\]\(|\]\[|\]:|://|www\.|@|\$)", re.IGNORECASE)
_UNSEEN = "\u200b"


def defuse(text: str) -> str:
    """Return a visitor's own text so that it shows as typed and does nothing.

    An unseen space splits what would be read as markup; the text stays plain, since it is put
    into the box again when the visitor edits it.
    """
    return _ACTIVE.sub(lambda found: found[0][0] + _UNSEEN + found[0][1:], text)


def render_answer(answer: Answer, *, active: bool = False) -> str:
    """Return an answer as markup: what it is, its text, its program, its sources.

    Only an `active` answer, the last one, offers to change what it understood.
    """
    choices = render_choices(answer) if active else ""
    parts = (
        _label(answer),
        _render_body(answer),
        choices,
        _notice(answer),
        _sources(answer.citations),
        _copy(answer),
    )
    return f'<div class="{_classes(answer)}">{"".join(parts)}</div>'


def _render_body(answer: Answer) -> str:
    """Set the fixed lines of a referral or refusal apart, so that the first is read first."""
    if answer.status in (Status.REFERRED, Status.REFUSED) and not answer.citations:
        return "".join(render_line(sentence.text) for sentence in answer.sentences) or render_line(
            answer.text
        )
    if answer.intake and answer.sentences:
        return _render_talk(answer)
    return render_text(answer.text, answer.citations, unsupported=_unsupported(answer))


def _render_talk(answer: Answer) -> str:
    """Set the sentences on the way to a program apart, with the week or the change between."""
    known = {citation.n: citation for citation in answer.citations}
    lines = []
    for sentence in answer.sentences:
        name = ' class="gb-lead"' if sentence.text.endswith("?") else ""
        marks = "".join(f" [{n}]" for n in sentence.citations)
        lines.append(f"<p{name}>{_inline(sentence.text + marks, known, ())}</p>")
    shown = render_week_of(answer) or render_proposal(answer)
    first = len(lines) - 1 if answer.proposal else 1
    return "".join((*lines[:first], shown, *lines[first:]))


def render_writing(text: str, citations: Sequence[Citation], step: str) -> str:
    """Return an answer that is being written, under the step that it is at."""
    body = render_text(text, citations) if text else ""
    return f'<div class="gb-answer gb-writing">{_steps(step)}{body}</div>'


def render_stopped() -> str:
    """Return what stands in the place of an answer that was stopped."""
    return f'<div class="gb-answer gb-stopped"><p>{words.STOPPED_TURN}</p></div>'


def render_text(
    text: str, citations: Sequence[Citation], *, unsupported: Sequence[str] = ()
) -> str:
    """Return text as paragraphs and lists, its `[n]` as links to the citations that exist."""
    known = {citation.n: citation for citation in citations}
    blocks, items, ordered = [], list[str](), False
    lead, rest = _split_lead(text)
    if lead:
        blocks.append(f'<p class="gb-lead">{_inline(lead, known, unsupported)}</p>')
    for line in [*rest.splitlines(), ""]:
        if _ITEM.match(line):
            ordered = bool(_NUMBERED.match(line))
            items.append(f"<li>{_inline(_ITEM.sub('', line), known, unsupported)}</li>")
            continue
        if items:
            blocks.append(_list(items, ordered=ordered))
            items = []
        if line.strip():
            blocks.append(f"<p>{_inline(line.strip(), known, unsupported)}</p>")
    return "".join(blocks)


def _split_lead(text: str) -> tuple[str, str]:
    """Split off the first cited sentence, which is the answer itself, to be set larger."""
    found = _LEAD.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def _list(items: Sequence[str], *, ordered: bool) -> str:
    tag = "ol" if ordered else "ul"
    return f"<{tag}>{''.join(items)}</{tag}>"


def _inline(line: str, known: Mapping[int, Citation], unsupported: Sequence[str]) -> str:
    safe = escape(line)
    for sentence in map(escape, unsupported):
        marked = f'<span class="gb-unsupported">{sentence} ({words.UNSUPPORTED})</span>'
        safe = safe.replace(sentence, marked)
    return _MARKER.sub(lambda found: _markers(found, known), safe)


def _markers(found: re.Match[str], known: Mapping[int, Citation]) -> str:
    numbers = [int(number) for number in found[1].split(",")]
    if any(number not in known for number in numbers):
        return found[0]
    return " ".join(_link(known[number], f"[{number}]", "gb-cite") for number in numbers)


def _link(citation: Citation, text: str, name: str) -> str:
    passage = _SAFE_ID.sub("", citation.passage_id or "") or "none"
    return f'<a class="{name}" href="#cite-{citation.n}-{passage}">{text}</a>'


def _unsupported(answer: Answer) -> list[str]:
    return [item.text for item in answer.sentences if item.support is Support.UNSUPPORTED]


def _classes(answer: Answer) -> str:
    names = ["gb-answer", f"gb-{answer.status.value}"]
    if answer.referral:
        names.append(f"gb-{answer.referral}")
    return " ".join(names)


def _label(answer: Answer) -> str:
    """Say in a word what kind of reply it is, unless it is simply the answer."""
    if answer.referral:
        text = words.REFERRALS[answer.referral]
    elif answer.status is Status.REFUSED:
        text = words.UNCOVERED if answer.uncovered else words.REFUSED
    else:
        return ""
    return f'<p class="gb-label">{text}</p>'


def _notice(answer: Answer) -> str:
    return f'<p class="gb-note">{escape(_one_line(answer.notice))}</p>' if answer.notice else ""


def _sources(citations: Sequence[Citation]) -> str:
    if not citations:
        return ""
    items = "".join(f"<li>{_source(citation)}</li>" for citation in citations)
    return f'<div class="gb-sources"><p class="gb-sources-title">Sources</p><ol>{items}</ol></div>'


def _source(citation: Citation) -> str:
    number = f'<span class="gb-number">{citation.n}</span>'
    name = citation.section or citation.title
    title = _link(citation, escape(_one_line(name)), "gb-source")
    about = [_one_line(citation.title)] if citation.section else []
    about += [describe_date(citation.date)] if citation.date else []
    line = f'<span class="gb-about">{escape(" · ".join(about))}</span>' if about else ""
    snippet = f'<span class="gb-snippet">{escape(_one_line(citation.snippet))}</span>'
    return f"{number}{title}{_grade(citation)}{line}{snippet}"


def render_line(text: str) -> str:
    """Return one line of text as markup, whatever it holds."""
    return f"<p>{escape(_one_line(text))}</p>" if text.strip() else ""


def describe_date(date: str) -> str:
    """Return an ISO date as people write it; anything else stays as it is."""
    try:
        day = datetime.date.fromisoformat(date)
    except ValueError:
        return _one_line(date)
    return f"{day.day} {day.strftime('%B %Y')}"


def _grade(citation: Citation) -> str:
    if citation.evidence is None:
        return ""
    grade = citation.evidence
    return f'<span class="gb-grade gb-grade-{grade.value}">{words.GRADES[grade]}</span>'


def _copy(answer: Answer) -> str:
    """Offer a copy only where there is an answer to keep."""
    if answer.status is not Status.ANSWERED:
        return ""
    return '<button class="gb-copy" type="button">Copy</button>'


def _steps(current: str) -> str:
    names = list(words.STEPS)
    place = names.index(current) if current in names else 0
    items = "".join(
        f'<span class="{_step_class(number, place)}">{words.STEPS[name]}</span>'
        for number, name in enumerate(names)
    )
    return f'<p class="gb-steps">{items}</p>'


def _step_class(number: int, place: int) -> str:
    if number == place:
        return "gb-step gb-now"
    return "gb-step gb-done" if number < place else "gb-step"


def _one_line(text: str) -> str:
    return " ".join(text.split())
