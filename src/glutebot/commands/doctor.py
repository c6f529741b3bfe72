"""`glutebot doctor`: what is configured, what works, what to do about what does not."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Literal

from glutebot.commands.output import print_json
from glutebot.corpus.lint import lint_folder
from glutebot.errors import UserFacingError
from glutebot.services import Services, build_services
from glutebot.settings import Settings, load_settings

VECTOR_STORE_SECONDS = 60.0
"""How long doctor waits for Chroma to be opened and verified."""


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    name: str
    state: Literal["ok", "warning", "failed"]
    detail: str
    remedy: str = ""


def doctor(*, as_json: bool) -> int:
    """Print the checks; 0 when nothing failed, 1 when something did."""
    settings = load_settings()
    checks = list(examine(settings))
    if as_json:
        print_json([asdict(check) for check in checks])
    else:
        for check in checks:
            print(f"{check.state:8} {check.name}: {check.detail}")
            if check.remedy:
                print(f"{'':8} → {check.remedy}")
    return 1 if any(check.state == "failed" for check in checks) else 0


def examine(settings: Settings) -> Iterator[Check]:
    """Look at each part in turn; a part that fails does not hide the others."""
    yield Check("settings", "ok", f"data in {settings.data_dir}, knowledge in {settings.knowledge}")
    yield from _try("knowledge", lambda: _knowledge(settings))
    try:
        services = build_services(settings)
    except UserFacingError as fault:
        yield Check("services", "failed", fault.message, fault.remedy)
        return
    try:
        yield from _try("index", lambda: _index(services))
        yield from _try("vector search", lambda: _vector_search(services, settings))
        yield from _try("database", lambda: _database(services))
        yield from _try("chat model", lambda: _model(services, settings))
    finally:
        services.close()


def _try(name: str, look: Callable[[], Check]) -> Iterator[Check]:
    try:
        yield look()
    except UserFacingError as fault:
        yield Check(name, "failed", str(fault.message), fault.remedy)


def _knowledge(settings: Settings) -> Check:
    findings = lint_folder(settings.knowledge, today=datetime.now(UTC).date())
    hard = sum(finding.severity == "hard" for finding in findings)
    if hard:
        return Check("knowledge", "failed", f"{hard} hard findings", "Run `glutebot lint`.")
    return Check("knowledge", "ok", f"no hard findings, {len(findings)} soft ones")


def _index(services: Services) -> Check:
    services.prepare()
    status = services.index.status()
    detail = f"{status.passages} passages, version {status.version}, model {status.model_id}"
    if not status.model_id:
        return Check(
            "index",
            "warning",
            f"{status.passages} passages, found by words only: {status.detail}",
            "Install the packages of the embedding model.",
        )
    return Check("index", "ok", detail)


def _vector_search(services: Services, settings: Settings) -> Check:
    services.index.start_vector_store()
    services.index.wait_for_vector_store(VECTOR_STORE_SECONDS)
    status = services.index.status()
    detail = f"{status.answers_with} answers, Chroma is {status.chroma_state}; {status.detail}"
    fell_back = settings.vector_search == "chroma" and status.answers_with != "chroma"
    return Check("vector search", "warning" if fell_back else "ok", detail)


def _database(services: Services) -> Check:
    services.check_database()
    return Check("database", "ok", "conversations, votes and unanswered questions can be kept")


def _model(services: Services, settings: Settings) -> Check:
    if not services.has_model:
        return Check(
            "chat model",
            "ok",
            "none configured; answers are quoted from the sources",
            "Set GLUTEBOT_LLM_BASE_URL or OPENAI_API_KEY to have them worded by a model.",
        )
    asyncio.run(services.probe_model())
    return Check("chat model", "ok", f"{settings.llm_model} answers")
