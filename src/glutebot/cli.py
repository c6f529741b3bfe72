"""The command line: each command is a few lines over a service; heavy imports happen in them."""

import argparse
import gc
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from glutebot import __version__
from glutebot.errors import InputError, UserFacingError

if TYPE_CHECKING:
    Subcommands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

_COLLECT_AFTER = (100_000, 50, 50)
"""Objects and rounds between looks for garbage; nearly all that loading makes stays in use, and
looking through it at Python's own pace takes longer than an answer."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 1 does not hold, 2 input, 3 out of reach."""
    options = build_parser().parse_args(arguments)
    gc.set_threshold(*_COLLECT_AFTER)
    _forgive_terminals()
    try:
        run: Callable[[argparse.Namespace], int] = options.run
        return run(options)
    except UserFacingError as fault:
        print(f"glutebot: {_on_one_line(str(fault))}", file=sys.stderr)
        return fault.exit_code
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        return 130


def _on_one_line(text: str) -> str:
    """Return a text without line ends and control signs, which a file's name or key may hold."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _forgive_terminals() -> None:
    """Let a terminal that lacks a character show a question mark instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def build_parser() -> argparse.ArgumentParser:
    """Describe every command and its options."""
    parser = argparse.ArgumentParser(
        prog="glutebot",
        description="A glute-training assistant: short answers in which every sentence is cited.",
    )
    parser.add_argument("--version", action="version", version=f"glutebot {__version__}")
    parser.add_argument("--quiet", action="store_true", help="no progress or warnings on stderr")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_serve(commands)
    _add_ask(commands)
    _add_search(commands)
    _add_program(commands)
    _add_check(commands)
    _add_ingest(commands)
    _add_lint(commands)
    _add_evaluate(commands)
    _add_site(commands)
    _add_doctor(commands)
    return parser


def _command(
    commands: "Subcommands",
    name: str,
    help_: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help_, description=help_[0].upper() + help_[1:] + ".")
    parser.add_argument(
        "--quiet", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS
    )
    parser.set_defaults(run=run)
    return parser


def _add_serve(commands: "Subcommands") -> None:
    parser = _command(commands, "serve", "run the web app: chat, HTTP API", _serve)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=7860, help="port to listen on (%(default)s)")


def _add_ask(commands: "Subcommands") -> None:
    parser = _command(commands, "ask", "answer one question, or a file of them", _ask)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("question", nargs="?", help="the question, in quotes")
    what.add_argument("--batch", metavar="FILE", help='lines of {"id", "turns": […]}; - is stdin')
    parser.add_argument("--json", action="store_true", help="print the whole Answer as JSON")


def _add_search(commands: "Subcommands") -> None:
    parser = _command(commands, "search", "show the passages that an answer draws on", _search)
    parser.add_argument("query")
    parser.add_argument("-k", type=int, default=10, help="how many (%(default)s)", dest="limit")
    parser.add_argument("--mode", choices=("hybrid", "dense", "lexical"), default="hybrid")
    parser.add_argument("--json", action="store_true", help="print a list of hits as JSON")


def _add_program(commands: "Subcommands") -> None:
    parser = _command(commands, "program", "build a program for a profile", _program)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--profile", metavar="FILE", help="a Profile as JSON; - is stdin")
    what.add_argument("--batch", metavar="FILE", help='lines of {"id", "profile": …}; - is stdin')
    parser.add_argument("--json", action="store_true", help="print the Program or Refusal as JSON")
    parser.add_argument("--export", metavar="FORMAT", help="write it as json, md, csv or ics")
    parser.add_argument("-o", metavar="PATH", dest="output", help="where to; stdout without it")
    parser.add_argument("--start", metavar="DATE", help="first day of a calendar, as 2027-01-04")
    parser.add_argument("--tz", metavar="ZONE", help="time zone of a calendar, as Europe/Berlin")


def _add_check(commands: "Subcommands") -> None:
    parser = _command(commands, "check", "say which rules a program breaks", _check)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("file", nargs="?", metavar="FILE", help="a Program as JSON; - is stdin")
    what.add_argument("--batch", metavar="FILE", help='lines of {"id", "program": …}; - is stdin')
    parser.add_argument("--json", action="store_true", help="print a list of violations as JSON")


def _add_ingest(commands: "Subcommands") -> None:
    parser = _command(
        commands,
        "ingest",
        "bring in folders and files: posts, exports, feeds, books, catalogues",
        _ingest,
    )
    parser.add_argument("items", nargs="+", metavar="PATH", type=Path)
    parser.add_argument("--site", metavar="ID", help="for one site's readers only")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, no more")
    parser.add_argument("--prune", action="store_true", help="remove what is gone from the folder")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def _add_lint(commands: "Subcommands") -> None:
    parser = _command(commands, "lint", "say what is wrong with a corpus", _lint)
    parser.add_argument("items", nargs="*", metavar="PATH", type=Path)
    parser.add_argument("--json", action="store_true", help="print a list of findings as JSON")


def _add_evaluate(commands: "Subcommands") -> None:
    parser = _command(commands, "evaluate", "measure retrieval over a test collection", _evaluate)
    parser.add_argument("what", choices=("retrieval",))
    parser.add_argument(
        "--beir",
        metavar="DIR",
        type=Path,
        required=True,
        help="a folder with corpus.jsonl, queries.jsonl, qrels/test.tsv",
    )
    parser.add_argument("--json", action="store_true", help="print the measures as JSON")


def _add_site(commands: "Subcommands") -> None:
    from glutebot.commands.site_options import add_site_options, run_site

    add_site_options(_command(commands, "site", "blogs that may embed the widget", run_site))


def _add_doctor(commands: "Subcommands") -> None:
    parser = _command(commands, "doctor", "say what is configured and what works", _doctor)
    parser.add_argument("--json", action="store_true", help="print a list of checks as JSON")


def _serve(options: argparse.Namespace) -> int:
    from glutebot.commands.serve import run_server

    return run_server(host=options.host, port=options.port, quiet=options.quiet)


def _ask(options: argparse.Namespace) -> int:
    from glutebot.commands.ask import ask, ask_batch

    if options.batch:
        return ask_batch(options.batch, quiet=options.quiet)
    return ask(options.question, as_json=options.json, quiet=options.quiet)


def _search(options: argparse.Namespace) -> int:
    from glutebot.commands.search import search

    if options.limit < 1:
        raise InputError("must be at least 1.", field="-k", remedy="Try -k 10.")
    return search(
        options.query,
        limit=options.limit,
        mode=options.mode,
        as_json=options.json,
        quiet=options.quiet,
    )


def _program(options: argparse.Namespace) -> int:
    from glutebot.commands.program import Export, build, build_batch

    wanted = Export(options.export, options.output, options.start, options.tz)
    if options.batch:
        wanted.refuse_beside("--batch")
        return build_batch(options.batch)
    return build(options.profile, as_json=options.json, export=wanted)


def _check(options: argparse.Namespace) -> int:
    from glutebot.commands.check import check, check_batch

    if options.batch:
        return check_batch(options.batch)
    return check(options.file, as_json=options.json)


def _ingest(options: argparse.Namespace) -> int:
    from glutebot.commands.ingest import ingest

    return ingest(
        options.items,
        site=options.site,
        dry_run=options.dry_run,
        prune=options.prune,
        as_json=options.json,
        quiet=options.quiet,
    )


def _lint(options: argparse.Namespace) -> int:
    from glutebot.commands.lint import lint

    return lint(options.items, as_json=options.json)


def _evaluate(options: argparse.Namespace) -> int:
    from glutebot.commands.evaluate import evaluate_retrieval

    return evaluate_retrieval(options.beir, as_json=options.json)


def _doctor(options: argparse.Namespace) -> int:
    from glutebot.commands.doctor import doctor

    return doctor(as_json=options.json)
