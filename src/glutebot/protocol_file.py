"""Read a data file of texts or words, and say what is wrong with it by place."""

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import ValidationError

from glutebot.domain.model import Model
from glutebot.errors import KnowledgeError

Form = TypeVar("Form", bound=Model)


def read_protocol(path: Path, form: type[Form]) -> Form:
    """Return the file's content in its form.

    Raises:
        KnowledgeError: the file is missing, is not YAML, or has a key too many or too few.
    """
    try:
        return form.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as fault:
        raise KnowledgeError("is missing.", field=path.name, remedy="Restore it.") from fault
    except yaml.YAMLError as fault:
        raise KnowledgeError("is not YAML.", field=path.name) from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        where = " › ".join(str(part) for part in first["loc"])
        raise KnowledgeError(f"{first['msg']}.", field=f"{path.name} › {where}") from fault
