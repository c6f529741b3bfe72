"""The Program tab as markup: the form, the list of what is kept, and a program with its actions.

The templates escape every value; what a visitor typed or a file holds cannot act on the page.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from glutebot.domain.articles import Passage
from glutebot.domain.profiles import Profile
from glutebot.domain.programs import Program, Refusal
from glutebot.program import Catalogue
from glutebot.program.export.changes import Change
from glutebot.program.export.sheet import Passages, render_refusal, render_sheet
from glutebot.program.export.wording import GOALS, describe_gear
from glutebot.storage import ProgramSummary
from glutebot.ui.presenters import describe_day
from glutebot.ui.program_form import Fields
from glutebot.ui.program_words import form_words


def render_view(form: str, saved: str, result: str = "") -> str:
    """Return the whole tab."""
    empty = _render("program_empty", examples=form_words().examples)
    return _render("program_view", form=form, saved=saved, result=result, empty=empty)


def render_form(fields: Fields, catalogue: Catalogue, *, opened: bool) -> str:
    """Return the form with what its fields hold; `opened` when a program is open beside it."""
    return _render(
        "program_form",
        words=form_words(),
        values={name: list(values) for name, values in fields.items()},
        exercises=_names(catalogue, catalogue.guides, fields.get("dislikes", ())),
        lifts=_names(catalogue, _loadable(catalogue), fields.get("one_rep_max.lift", ())),
        opened=opened,
    )


def _names(catalogue: Catalogue, wanted: Iterable[str], told: Iterable[str]) -> dict[str, str]:
    """Return exercises by name, after what was told in other words, which must not get lost."""
    pairs = ((name, catalogue.guides[name].name) for name in wanted)
    listed = dict(sorted(pairs, key=lambda pair: pair[1]))
    return {name: name.replace("-", " ") for name in told if name not in listed} | listed


def _loadable(catalogue: Catalogue) -> list[str]:
    """Return the exercises whose load can be given in kilograms."""
    gear = set(catalogue.book.choices.load_bearing_gear)
    return [
        name
        for name, guide in catalogue.guides.items()
        if any(gear & set(kit) for kit in guide.exercise.equipment_any_of)
    ]


def render_saved(kept: Sequence[ProgramSummary], now: datetime.datetime, current: str = "") -> str:
    """Return the list of programs that a visitor keeps."""
    listed = [(item, describe_day(item.updated, now)) for item in kept]
    return _render("program_saved", kept=listed, current=current)


def render_program(
    program: Program,
    catalogue: Catalogue,
    *,
    identity: str,
    title: str,
    passages: Sequence[Passage],
    changes: Sequence[Change] | None = None,
) -> str:
    """Return a program with what can be done with it, and what the last change did."""
    found = find_passages(program, passages)
    sheet = render_sheet(program, catalogue, identity=identity, title=title, passages=found)
    return _render("program_result", identity=identity, title=title, changes=changes, sheet=sheet)


def render_refused(refusal: Refusal) -> str:
    """Return a refusal in the place of a program."""
    return render_refusal(refusal)


def name_program(profile: Profile) -> str:
    """Return a title that tells a program from others in a list."""
    days = "day" if profile.days_per_week == 1 else "days"
    goal, gear = GOALS[profile.goal], describe_gear(profile)
    return f"{profile.days_per_week} {days}, {profile.minutes_per_session} min, {goal}, {gear}"


def find_passages(program: Program, passages: Sequence[Passage]) -> Passages:
    """Return the passages that a program's citations point at, and each exercise's first one."""
    guides: dict[str, str] = {}
    sections: dict[tuple[str, str | None], str] = {}
    quoted: dict[tuple[str, str], str] = {}
    for passage in passages:
        guides.setdefault(passage.article_id, passage.id)
        sections.setdefault((passage.article_id, passage.section), passage.id)
        quoted |= {(passage.article_id, line.text): passage.id for line in passage.lines}
    cited: Mapping[int, str | None] = {
        citation.n: quoted.get((citation.article_id, citation.snippet))
        or sections.get((citation.article_id, citation.section))
        for citation in program.citations
    }
    return Passages({n: found for n, found in cited.items() if found}, guides)


def cited_articles(program: Program) -> set[str]:
    """Return the articles and guides that a program's sheet can lead to."""
    items = [item for week in program.weeks for session in week.sessions for item in session.items]
    swaps = {name for item in items for name in item.substitutes}
    named = {citation.article_id for citation in program.citations}
    return named | swaps | {item.exercise_id for item in items}


def _render(template: str, **values: object) -> str:
    return _environment().get_template(f"{template}.html.jinja").render(**values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("glutebot.ui", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
