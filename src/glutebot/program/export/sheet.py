"""A program as HTML: the whole sheet, the compact week of the chat, and the page to print.

Pure: a program and the catalogue in, markup out. The templates escape every value, so nothing
that a profile or a file holds can act on a page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from glutebot.domain.evidence import Grade
from glutebot.domain.programs import Program, Refusal
from glutebot.program.catalogue import Catalogue
from glutebot.program.export import wording
from glutebot.program.export.chart import HEIGHT, WIDTH, draw_volume

GRADES = {
    Grade.META_ANALYSIS: "Meta-analysis", Grade.GUIDELINE: "Guideline", Grade.TRIAL: "Trial",
    Grade.SMALL_STUDY: "Small study", Grade.EXPERT_PRACTICE: "Expert practice",
    Grade.OPINION: "Opinion",
}  # fmt: skip
_SHOWN_ASSUMPTIONS = ("weeks", "goal", "pain", "one_rep_max_kg", "history", "age")
REFERRALS = {
    "emergency": "Get help now",
    "same-day": "See someone today",
    "routine": "Worth having looked at",
}


@dataclass(frozen=True)
class Passages:
    """Where the index holds what a program cites; both may be empty."""

    cited: Mapping[int, str] = field(default_factory=dict)
    """The passage behind each citation, by its number."""
    guides: Mapping[str, str] = field(default_factory=dict)
    """The passage that says how an exercise is done, by its guide's id."""


def render_sheet(
    program: Program,
    catalogue: Catalogue,
    *,
    identity: str = "",
    title: str = "",
    passages: Passages | None = None,
) -> str:
    """Return the whole sheet of a program; `identity` is the id under which it is kept."""
    return _render(
        "sheet.html.jinja",
        **_view(program, catalogue),
        identity=identity,
        title=title,
        passages=passages or Passages(),
    )


def render_print_page(program: Program, catalogue: Catalogue, *, title: str = "") -> str:
    """Return a whole page to print: every week, black on white, no navigation."""
    return _render(
        "print.html.jinja", **_view(program, catalogue), title=title, passages=Passages()
    )


def render_week(program: Program, *, href: str = "") -> str:
    """Return the first week in a few lines, with a way to the whole sheet; no empty line in it."""
    page = _render(
        "week.html.jinja",
        program=program,
        person=wording.describe_person(program.profile),
        units=program.profile.units,
        href=href,
    )
    return "".join(line.strip() for line in page.splitlines())


def render_refusal(refusal: Refusal) -> str:
    """Return a refusal where it cannot be missed."""
    label = REFERRALS.get(refusal.referral or "", "No program yet")
    return _render("refusal.html.jinja", refusal=refusal, label=label)


def _view(program: Program, catalogue: Catalogue) -> dict[str, Any]:
    texts = catalogue.book.texts
    names = {name: guide.name for name, guide in catalogue.guides.items()}
    assumed = [(line, wording.field_of(line, texts.assumptions)) for line in program.assumptions]
    assumed.sort(key=lambda pair: pair[1] not in _SHOWN_ASSUMPTIONS)
    return {
        "program": program,
        "units": program.profile.units,
        "person": wording.describe_person(program.profile),
        "assumed": assumed,
        "assumed_first": sum(field in _SHOWN_ASSUMPTIONS for _, field in assumed),
        "changes": [
            (line, wording.field_of(line, texts.what_would_change))
            for line in program.what_would_change
        ],
        "unasked": program.profile.par_q_yes is None,
        "names": names,
        "notes": catalogue.book.texts.notes,
        "panels": draw_volume(program, catalogue),
        "chart": (WIDTH, HEIGHT),
        "loads": any(item.load_kg for item in program.weeks[0].sessions[0].items),
        "warned": [rule for rule in program.rules if rule.outcome == "warn"],
        "passed": sum(rule.outcome == "pass" for rule in program.rules),
        "health": has_health_note(program),
    }


def has_health_note(program: Program) -> bool:
    """Tell whether the stop signs belong at the top: something about health was named."""
    profile = program.profile
    return bool(
        program.referral
        or profile.pregnancy.status != "none"
        or profile.signs
        or profile.par_q_yes
        or any(pain.severity for pain in profile.pain)
    )


def cite(numbers: tuple[int, ...], passages: Passages) -> Markup:
    """Return citation numbers as links, as the chat has them."""
    links = [
        Markup('<a class="gb-cite" href="#cite-{n}-{passage}">[{n}]</a>').format(
            n=number, passage=passages.cited.get(number, "none")
        )
        for number in numbers
    ]
    return Markup(" ").join(links)


def link_guide(guide: str, text: str, passages: Passages) -> Markup:
    """Return a text that opens the guide of an exercise, or the bare text without one."""
    passage = passages.guides.get(guide)
    if passage is None:
        return escape(text)
    link = Markup('<a class="gs-guide" href="#cite-0-{passage}">{text}</a>')
    return link.format(passage=passage, text=text)


def _render(template: str, **values: Any) -> str:
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("glutebot.program", "export"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        cite=cite, link_guide=link_guide, grades=GRADES, referrals=REFERRALS, **_words_of_parts()
    )
    return made


def _words_of_parts() -> dict[str, Any]:
    return {
        "dose": wording.describe_dose,
        "effort": wording.describe_effort,
        "rest": wording.describe_rest,
        "load": wording.describe_load_of,
        "load_text": wording.describe_load,
        "day": wording.describe_day,
        "warm_up": wording.describe_warm_up,
        "ramps": wording.describe_ramps,
        "named": wording.guide_name,
    }
