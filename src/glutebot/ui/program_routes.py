"""What the Program tab asks of the server: its view, and a program for what its form holds."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from glutebot.api.admission import Admission
from glutebot.api.contract import Services
from glutebot.api.programs import open_program
from glutebot.api.visitors import address_of, visitor_of
from glutebot.domain.programs import Program, Refusal
from glutebot.errors import InputError
from glutebot.program.export.changes import compare_programs
from glutebot.storage import ProgramNotFoundError
from glutebot.storage.conversations import answer_place
from glutebot.storage.database import utc_now
from glutebot.ui.program_filling import fill_form
from glutebot.ui.program_form import Fields, read_form
from glutebot.ui.program_view import (
    cited_articles,
    name_program,
    render_form,
    render_program,
    render_refused,
    render_saved,
    render_view,
)

_PRIVATE = {"cache-control": "private, no-store"}
_Value = Annotated[str, Field(max_length=200)]


class BuildRequest(BaseModel):
    """What the form holds, and the program that was open beside it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    fields: dict[str, Annotated[list[_Value], Field(max_length=80)]] = Field(max_length=120)
    before: str = Field("", max_length=80)


def program_router(services: Services, admission: Admission) -> APIRouter:
    """Return the routes behind the Program tab."""
    router, desk = APIRouter(prefix="/program", include_in_schema=False), ProgramDesk(services)

    @router.get("/view", response_class=HTMLResponse)
    def view(request: Request, program: str = "", answer: str = "") -> HTMLResponse:
        """Return the tab, with a kept program or that of an answer open."""
        visitor = visitor_of(request)
        shown = desk.view(visitor, desk.find(visitor, answer) if answer else program)
        return HTMLResponse(shown, headers=_PRIVATE)

    @router.get("/saved", response_class=HTMLResponse)
    def saved(request: Request, current: str = "") -> HTMLResponse:
        """Return the list of kept programs, which the chat may have added to."""
        return HTMLResponse(desk.saved(visitor_of(request), current), headers=_PRIVATE)

    @router.post("/build")
    def build(body: BuildRequest, request: Request) -> dict[str, Any]:
        """Build what the form describes and keep it."""
        admission.charge_program(address_of(request))
        return desk.build(visitor_of(request), body.fields, body.before)

    return router


class ProgramDesk:
    """Turns acts on the Program tab into markup; what it shows is what storage keeps."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def view(self, visitor: str, identity: str) -> str:
        """Return the whole tab with a program open, or none."""
        catalogue = self._services.catalogue
        fields: Fields = {}
        result = ""
        if identity:
            program = open_program(self._services, visitor, identity)
            fields = fill_form(program.profile)
            result = self._show(visitor, identity, program)
        form = render_form(fields, catalogue, opened=bool(identity))
        return render_view(form, self.saved(visitor, identity), result)

    def find(self, visitor: str, answer: str) -> str:
        """Return the id under which the program of an answer is kept."""
        conversation, number = answer_place(answer)
        turns = self._services.conversations.turns(visitor, conversation)
        if not 0 < number <= len(turns):
            raise ProgramNotFoundError
        kept = turns[number - 1].answer
        if kept is None or kept.program is None:
            raise ProgramNotFoundError
        return self._services.programs.save(visitor, kept.program, conversation=conversation)

    def build(self, visitor: str, fields: Fields, before: str) -> dict[str, Any]:
        """Build, keep and show; a refusal is shown and not kept."""
        built = self._services.build(read_form(fields))
        if isinstance(built, Refusal):
            return {"refused": True, "result": render_refused(built)}
        title = name_program(built.profile)
        identity = self._services.programs.save(visitor, built.to_json(), title)
        result = self._show(visitor, identity, built, before)
        return {"id": identity, "result": result, "saved": self.saved(visitor, identity)}

    def _show(self, visitor: str, identity: str, program: Program, before: str = "") -> str:
        earlier = self._earlier(visitor, before)
        catalogue = self._services.catalogue
        return render_program(
            program,
            catalogue,
            identity=identity,
            title=self._services.programs.summary(visitor, identity).title,
            passages=self._services.passages_of(cited_articles(program)),
            changes=None if earlier is None else compare_programs(earlier, program),
        )

    def _earlier(self, visitor: str, before: str) -> Program | None:
        """Return the program that was open before, unless it is gone by now."""
        try:
            return open_program(self._services, visitor, before) if before else None
        except InputError:
            return None

    def saved(self, visitor: str, current: str) -> str:
        """Return the list of kept programs."""
        return render_saved(self._services.programs.summaries(visitor), utc_now(), current)
