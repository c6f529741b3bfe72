"""The fixed texts that are not about safety: refusals and notices, kept as data."""

from pathlib import Path

from glutebot.domain.model import Model
from glutebot.protocol_file import read_protocol


class Replies(Model):
    """Fixed sentences by occasion; `{names}` in them are filled in with `str.format`."""

    not_covered: tuple[str, ...]
    nearest_two: tuple[str, ...]
    nearest_one: tuple[str, ...]
    what_is_covered: tuple[str, ...]
    noted: tuple[str, ...]
    files_of_program: tuple[str, ...]
    files_need_program: tuple[str, ...]
    not_ready: tuple[str, ...]
    study_not_found: tuple[str, ...]
    model_failed: tuple[str, ...]
    model_ungrounded: tuple[str, ...]
    example_questions: tuple[str, ...]


def load_replies(path: Path) -> Replies:
    """Read the fixed texts.

    Raises:
        KnowledgeError: the file is missing, is not YAML, or lacks a text or has one too many.
    """
    return read_protocol(path, Replies)
