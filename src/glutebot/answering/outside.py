"""Questions that the corpus knowingly does not answer, by category; near-misses are next to one."""

from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from glutebot.errors import KnowledgeError

_Table = TypeAdapter(dict[str, list[str]])


def read_outside(path: Path) -> tuple[str, ...]:
    """Return the questions of the file; none where there is no file.

    Raises:
        KnowledgeError: the file is not a mapping from categories to lists of questions.
    """
    if not path.is_file():
        return ()
    try:
        safe = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C it is ten times as fast
        table = _Table.validate_python(yaml.load(path.read_text(encoding="utf-8"), safe))  # noqa: S506
    except (yaml.YAMLError, ValidationError) as fault:
        raise KnowledgeError(
            "is not a mapping from categories to lists of questions.",
            field=path.name,
            remedy="Write `category:` and below it one `- question` a line.",
        ) from fault
    return tuple(dict.fromkeys(question for group in table.values() for question in group))
