"""`glutebot program`: a Program or a Refusal for a Profile, or for every line of a batch.

Neither the index nor a model is opened: programs need the articles alone.
"""

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from glutebot.commands.batch import answer_lines, name_of, read_document, read_lines
from glutebot.commands.output import print_json
from glutebot.corpus.files import load_articles
from glutebot.domain.programs import Refusal
from glutebot.errors import InputError
from glutebot.program import Catalogue, build_program, read_catalogue, read_profile
from glutebot.program.documents import read_profile_json
from glutebot.program.export import Schedule, export_program, read_schedule, require_format
from glutebot.settings import load_settings


@dataclass(frozen=True)
class Export:
    """What is to be written beside the program, and where."""

    format: str | None
    output: str | None
    start: str | None = None
    zone: str | None = None

    def require_usable(self, *, as_json: bool) -> Schedule | None:
        """Return the dates of a calendar; raise InputError where options do not go together."""
        if self.format is None:
            self.refuse_beside("a program that is printed")
            return None
        require_format(self.format)
        self._refuse_two_on_stdout(as_json=as_json)
        if self.format == "ics":
            return read_schedule(self.start, self.zone)
        for option, value in (("--start", self.start), ("--tz", self.zone)):
            if value is not None:
                remedy = "Leave it out; only `ics` has dates."
                raise InputError(f"means nothing to `{self.format}`.", field=option, remedy=remedy)
        return None

    def _refuse_two_on_stdout(self, *, as_json: bool) -> None:
        if as_json and self.to_stdout:
            raise InputError(
                "stdout cannot hold two things.", field="--json", remedy="Name a file with -o."
            )

    def refuse_beside(self, option: str) -> None:
        """Raise InputError when anything of an export was asked for beside an option."""
        asked = {
            "--export": self.format, "-o": self.output, "--start": self.start, "--tz": self.zone,
        }  # fmt: skip
        for name, value in asked.items():
            if value is not None:
                raise InputError(
                    f"does not go with {option}.",
                    field=name,
                    remedy="Write `program --profile FILE --export FORMAT -o PATH`.",
                )

    @property
    def to_stdout(self) -> bool:
        """Say whether the export takes standard output."""
        return self.output in (None, "-")


def open_catalogue() -> Catalogue:
    """Read what programs are built from, and nothing else."""
    knowledge = load_settings().knowledge
    return read_catalogue(load_articles(knowledge), knowledge / "protocols")


def build(file: str, *, as_json: bool, export: Export) -> int:
    """Print the program for a profile, as a sheet or as JSON, or write it in another format.

    A Refusal is a result like any other, but there is nothing in it to export.
    """
    schedule = export.require_usable(as_json=as_json)
    profile = read_profile_json(read_document(file), name_of(file))
    catalogue = open_catalogue()
    built = build_program(profile, catalogue)
    if isinstance(built, Refusal):
        _print_refusal(built, as_json=as_json)
        return _say_unwritten(export)
    names = {name: guide.name for name, guide in catalogue.guides.items()}
    if export.format:
        write_output(export_program(built, export.format, names, schedule), export.output)
    if as_json:
        print_json(built.to_json())
    elif not export.format:
        print(export_program(built, "md", names).decode(), end="")
    return 0


def build_batch(file: str) -> int:
    """Print a Program, a Refusal or an error for every line of a file, in its order."""
    lines = read_lines(file)
    catalogue = open_catalogue()
    for found in answer_lines(
        lines, "profile", lambda data: build_program(read_profile(data), catalogue).to_json()
    ):
        print_json(found)
    return 0


def _print_refusal(refusal: Refusal, *, as_json: bool) -> None:
    if as_json:
        print_json(refusal.to_json())
        return
    where = f", referral: {refusal.referral}" if refusal.referral else ""
    print(f"{refusal.text}\n\n(No program by rule {refusal.reason}{where}.)")


def _say_unwritten(export: Export) -> int:
    if export.format is None:
        return 0
    where = "" if export.to_stdout else f" {export.output} was not written."
    print(f"glutebot: there is no program to export.{where}", file=sys.stderr)
    return 1


def write_output(data: bytes, path: str | None) -> None:
    """Write bytes to standard output, or to a file that is whole or not there at all.

    Raises:
        InputError: the file cannot be written.
    """
    if path in (None, "-"):
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    target = Path(str(path))
    try:
        _replace(target, data)
    except OSError as fault:
        raise InputError(
            f"cannot be written ({fault.strerror}).",
            field=str(target),
            remedy="Name a file in a folder that exists and can be written to.",
        ) from fault


def _replace(target: Path, data: bytes) -> None:
    if target.is_dir() or (target.exists() and not target.is_file()):
        target.write_bytes(data)  # a device takes it, a folder says no
        return
    descriptor, draft = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(draft).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        Path(draft).replace(target)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
