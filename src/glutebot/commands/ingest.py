"""`glutebot ingest`: folders and files of any format become articles that readers can ask."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from glutebot.commands.output import print_json
from glutebot.commands.terminal import opened_services, show_progress
from glutebot.corpus.gathering import gather
from glutebot.domain.articles import Article
from glutebot.errors import InputError
from glutebot.services import Services
from glutebot.storage.articles import ShelfChange

LISTED = 1000
"""Over this many ids a report gives their number instead of a list (the contract)."""


@dataclass
class Report(ShelfChange):
    """What one ingest did, and what it could not read."""

    rejected: list[dict[str, str]] = field(default_factory=list)


def ingest(
    items: Sequence[Path],
    *,
    site: str | None,
    dry_run: bool,
    prune: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Bring articles in and print what was added, changed, unchanged, removed, rejected and why."""
    if site is not None:
        raise InputError(
            "articles cannot be bound to one site yet.",
            field="--site",
            remedy="Leave --site out to bring them in for every reader.",
        )
    _refuse_missing(items)
    with opened_services(quiet=quiet) as services:
        owners = dict.fromkeys(services.library.shipped_ids(), "a shipped article")
        report = Report()
        for item in items:
            _bring_in(services, item, owners, report, dry_run=dry_run, prune=prune)
        if not dry_run:
            services.prepare(None if quiet else show_progress)
    _print(report, as_json=as_json, dry_run=dry_run)
    return 0


def _refuse_missing(items: Sequence[Path]) -> None:
    for item in items:
        if "://" in str(item):
            raise InputError(
                "addresses cannot be read yet.",
                field=str(item),
                remedy="Save what stands there, and name the file or its folder.",
            )
        if not item.exists():
            raise InputError(
                "there is no such file or folder.", field=str(item), remedy="Check the path."
            )


def _bring_in(
    services: Services,
    item: Path,
    owners: dict[str, str],
    report: Report,
    *,
    dry_run: bool,
    prune: bool,
) -> None:
    """Bring one item in; ids that have an owner are refused, and what it brings is then its own.

    A file that cannot be read is not gone, so nothing is pruned beside one.
    """
    gathered = gather(item)
    report.rejected.extend(
        {"item": rejected.item, "reason": rejected.reason} for rejected in gathered.rejected
    )
    articles: list[Article] = []
    for name, article in gathered.loaded:
        if owner := owners.get(article.id):
            reason = f"the id `{article.id}` belongs to {owner}."
            report.rejected.append({"item": name, "reason": reason})
        else:
            articles.append(article)
    act = services.shelf.compare if dry_run else services.shelf.put
    change = act(str(item.resolve()), articles, prune=prune and gathered.is_whole)
    owners.update({article.id: f"an article of {item}" for article in articles})
    for fate in ("added", "changed", "unchanged", "removed"):
        getattr(report, fate).extend(getattr(change, fate))


def _print(report: Report, *, as_json: bool, dry_run: bool) -> None:
    values: dict[str, list[Any]] = asdict(report)
    if as_json:
        print_json({k: v if len(v) <= LISTED else len(v) for k, v in values.items()})
        return
    counts = ", ".join(f"{len(found)} {fate}" for fate, found in values.items())
    print(("Would be: " if dry_run else "") + counts)
    for fate in ("added", "changed", "removed"):
        for article_id in values[fate]:
            print(f"  {fate}: {article_id}")
    for rejected in report.rejected:
        print(f"  rejected: {rejected['item']}: {rejected['reason']}")
