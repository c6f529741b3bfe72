"""`glutebot lint`: what is wrong with a corpus before it is indexed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from glutebot.commands.output import print_json
from glutebot.corpus.lint import lint_folder
from glutebot.settings import load_settings


def lint(items: Sequence[Path], *, as_json: bool) -> int:
    """Print the findings; 0 without a hard one, 1 with one."""
    folders = list(items) or [load_settings().knowledge]
    today = datetime.now(UTC).date()
    findings = [finding for folder in folders for finding in lint_folder(folder, today=today)]
    if as_json:
        print_json([finding.model_dump() for finding in findings])
    else:
        for finding in findings:
            print(f"{finding.severity}: {finding.where}: {finding.message} ({finding.rule})")
        hard = sum(finding.severity == "hard" for finding in findings)
        print(f"{hard} hard, {len(findings) - hard} soft findings")
    return 1 if any(finding.severity == "hard" for finding in findings) else 0
