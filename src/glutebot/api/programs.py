"""Programs over HTTP: built and checked for anybody, kept for the visitor who asked.

A body is read by the same strict reader as on the command line, and what is kept was always built
here: a Program that a client sends is checked, never stored, so no gate can be edited away.
"""

import re
import unicodedata
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException

from glutebot.api.admission import Admission
from glutebot.api.contract import Services
from glutebot.api.visitors import address_of, visitor_of
from glutebot.domain.answers import Answer
from glutebot.domain.messages import clean_text
from glutebot.domain.programs import Program, Refusal
from glutebot.errors import InputError
from glutebot.program import json_schemas
from glutebot.program.documents import read_object, read_program_json
from glutebot.program.export import (
    MEDIA_TYPES,
    Schedule,
    export_program,
    read_schedule,
    require_format,
    write_json,
)
from glutebot.program.export.sheet import render_print_page

_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")
_NAME_LENGTH = 60
_PRIVATE = {"cache-control": "private, no-store"}


class RenameRequest(BaseModel):
    """Another title for a program."""

    model_config = ConfigDict(extra="forbid", strict=True)

    title: str = Field(max_length=200)


async def _read_body(request: Request) -> bytes:
    return await request.body()


_Body = Annotated[bytes, Depends(_read_body)]


def _takes(form: str) -> dict[str, Any]:
    """Describe a body that is read strictly, and so not by the framework."""
    schema = {"$ref": f"/api/schemas/{form}"}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def build_router(services: Services, admission: Admission) -> APIRouter:
    """Return the routes that build and check, and the forms that they speak of."""
    router = APIRouter(prefix="/api")

    @router.post("/program", openapi_extra=_takes("profile"), response_model=None)
    def build(body: _Body, request: Request) -> Response:
        """Return the Program or the Refusal for a Profile."""
        admission.charge_program(address_of(request))
        built = services.build(read_object(body, "body"))
        return Response(write_json(built), media_type="application/json")

    @router.post("/check", openapi_extra=_takes("program"), response_model=None)
    def check(body: _Body, request: Request) -> Response:
        """Return what a Program breaks of the rules."""
        admission.charge_program(address_of(request))
        found = services.check(read_program_json(body, "body"))
        return JSONResponse([violation.model_dump(mode="json") for violation in found])

    @router.get("/schemas/{name}")
    def schema(name: str) -> dict[str, Any]:
        """Return the JSON Schema of a public form."""
        forms = {**json_schemas(), "answer": Answer.model_json_schema()}
        if name not in forms:
            raise HTTPException(404)
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", **forms[name]}

    return router


def kept_router(services: Services, admission: Admission) -> APIRouter:
    """Return the routes over the programs that a visitor keeps."""
    router, shelf = APIRouter(), ProgramShelf(services)

    @router.post("/api/programs", response_model=None)
    def keep(body: _Body, request: Request) -> Response:
        """Build a program and keep it."""
        admission.charge_program(address_of(request))
        return shelf.keep(visitor_of(request), read_object(body, "body"))

    @router.get("/api/programs")
    def programs(request: Request) -> dict[str, Any]:
        """List the visitor's programs, the latest first."""
        listed = services.programs.summaries(visitor_of(request))
        return {"programs": [item.model_dump(mode="json") for item in listed]}

    @router.get("/api/programs/{program}")
    def program(program: str, request: Request) -> dict[str, Any]:
        """Return a program with its title."""
        return shelf.describe(visitor_of(request), program)

    @router.patch("/api/programs/{program}")
    def rename(program: str, body: RenameRequest, request: Request) -> dict[str, Any]:
        """Give a program another title."""
        visitor = visitor_of(request)
        services.programs.rename(visitor, program, clean_text(body.title))
        return services.programs.summary(visitor, program).model_dump(mode="json")

    @router.delete("/api/programs/{program}", status_code=204)
    def forget(program: str, request: Request) -> Response:
        """Forget a program."""
        services.programs.delete(visitor_of(request), program)
        return Response(status_code=204)

    return router


def take_away_router(services: Services) -> APIRouter:
    """Return the routes by which a kept program leaves as a file or on paper."""
    router, shelf = APIRouter(), ProgramShelf(services)

    @router.get("/api/programs/{program}/export", response_model=None)
    def export(
        program: str,
        request: Request,
        format: str = "json",  # noqa: A002 - the contract's word
        start: str | None = None,
        tz: str | None = None,
    ) -> Response:
        """Return a program as a download; a calendar needs its first day."""
        require_format(format)
        schedule = read_schedule(start, tz) if format == "ics" else None
        return shelf.export(visitor_of(request), program, format, schedule)

    @router.get("/programs/{program}/print", response_class=HTMLResponse)
    def page(program: str, request: Request) -> HTMLResponse:
        """Return a program as a page to print."""
        return shelf.print(visitor_of(request), program)

    return router


class ProgramShelf:
    """What can be done with the programs of a visitor."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def keep(self, visitor: str, data: dict[str, Any]) -> Response:
        """Build and keep a program; a Refusal is returned and not kept."""
        profile, title = _read_request(data)
        built = self._services.build(profile)
        if isinstance(built, Refusal):
            return Response(write_json(built), media_type="application/json")
        identity = self._services.programs.save(visitor, built.to_json(), title)
        return JSONResponse(
            self.describe(visitor, identity),
            status_code=201,
            headers={"location": f"/api/programs/{identity}"},
        )

    def describe(self, visitor: str, identity: str) -> dict[str, Any]:
        """Return a program with what a list shows of it."""
        programs = self._services.programs
        summary = programs.summary(visitor, identity).model_dump(mode="json")
        return {**summary, "program": programs.get(visitor, identity)}

    def export(self, visitor: str, identity: str, form: str, schedule: Schedule | None) -> Response:
        """Return a program as a file with a name that every system takes."""
        program = open_program(self._services, visitor, identity)
        guides = self._services.catalogue.guides
        names = {name: guide.name for name, guide in guides.items()}
        data = export_program(program, form, names, schedule)
        name = file_name(self._services.programs.summary(visitor, identity).title, form)
        disposition = f'attachment; filename="{name}"'
        headers = {**_PRIVATE, "content-disposition": disposition}
        return Response(data, media_type=MEDIA_TYPES[form], headers=headers)

    def print(self, visitor: str, identity: str) -> HTMLResponse:
        """Return a page that stands alone and prints well."""
        program = open_program(self._services, visitor, identity)
        title = self._services.programs.summary(visitor, identity).title
        page = render_print_page(program, self._services.catalogue, title=title)
        return HTMLResponse(page, headers=_PRIVATE)


def _read_request(data: dict[str, Any]) -> tuple[dict[str, Any], str]:
    remedy = 'Write {"profile": {…}, "title": "…"}; the title may be left out.'
    for name in data:
        if name not in ("profile", "title"):
            raise InputError("is not a known key.", field=name[:80], remedy=remedy)
    profile, title = data.get("profile"), data.get("title", "")
    if not isinstance(profile, dict):
        raise InputError("is not a JSON object.", field="profile", remedy=remedy)
    if not isinstance(title, str):
        raise InputError("is not a text.", field="title", remedy=remedy)
    return profile, clean_text(title)


def file_name(title: str, form: str) -> str:
    """Return a file name made of a title: small ASCII letters, digits and dashes, never empty."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    words = _NOT_IN_A_NAME.sub("-", plain).strip("-")[:_NAME_LENGTH].strip("-")
    return f"glutebot-{words or 'program'}.{form}"


def open_program(services: Services, visitor: str, identity: str) -> Program:
    """Return a program that is kept for the visitor.

    Raises:
        ProgramNotFoundError: there is none of that id.
        InputError: another version kept it in a form that this one cannot read.
    """
    try:
        return Program.from_json(services.programs.get(visitor, identity))
    except ValidationError as fault:
        raise InputError(
            "This program was kept by another version and cannot be shown.",
            field="program",
            remedy="Build it again; its profile can still be read as JSON.",
        ) from fault
