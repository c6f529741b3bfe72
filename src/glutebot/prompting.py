"""A prompt file becomes messages: front matter that is checked, and a body for each role.

What a user or a passage says only ever enters as a variable of a sandboxed template, and the file
is cut into roles before anything is filled in, so no text can open a role of its own.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import frontmatter
import yaml
from jinja2 import StrictUndefined, TemplateError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import Field, ValidationError

from glutebot.domain.model import Model
from glutebot.errors import PromptError

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

_ROLE = re.compile(r"^# (system|user)[ \t]*$", re.MULTILINE)


class Prompt(Model):
    """A versioned prompt; a change that alters what the model does is a new version."""

    id: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    version: int = Field(ge=1)
    description: str = Field(min_length=1)
    inputs: tuple[str, ...]
    """The variables of the templates: all of these, and no others."""
    system: str = Field(min_length=1)
    user: str = Field(min_length=1)

    @property
    def name(self) -> str:
        """Id and version, as in the name of the file."""
        return f"{self.id}.v{self.version}"


def load_prompt(folder: Path, name: str) -> Prompt:
    """Read and check the prompt `<name>.md`, such as `answer.v1`, of a folder.

    Raises:
        PromptError: it cannot be read, has unknown or missing keys, another name than its file,
            or uses other variables than it declares.
    """
    path = folder / f"{name}.md"
    prompt = _read(path)
    if prompt.name != name:
        raise _fault(path, f"It calls itself {prompt.name}.", "Name file and front matter alike.")
    _check_variables(prompt, path)
    return prompt


def _read(path: Path) -> Prompt:
    try:
        keys, body = frontmatter.parse(path.read_text(encoding="utf-8"))
    except OSError:
        raise _fault(path, "The prompt cannot be read.", "Check that the file is there.") from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise _fault(path, "Its front matter is not YAML.", "Correct it.") from None
    if clash := sorted({"system", "user"} & keys.keys()):
        raise _fault(path, f"{clash[0]}: not a key.", "Write it as a heading of the body.")
    try:
        return Prompt(**keys, **_split_roles(body, path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise _fault(path, f"{where}: {first['msg']}.", "Correct its front matter.") from None


def _split_roles(body: str, path: Path) -> dict[str, str]:
    before, *parts = _ROLE.split(body)
    roles = dict(zip(parts[::2], (text.strip() for text in parts[1::2]), strict=True))
    if before.strip() or parts[::2] != ["system", "user"]:
        raise _fault(path, "Its body is not `# system`, then `# user`.", "Write both, once each.")
    return roles


def _check_variables(prompt: Prompt, path: Path) -> None:
    try:
        used = {name for text in (prompt.system, prompt.user) for name in _variables(text)}
    except TemplateError as error:
        raise _fault(path, f"Its template does not parse: {error}.", "Correct it.") from None
    for name in sorted(used ^ set(prompt.inputs)):
        what = "is used but not declared" if name in used else "is declared but not used"
        raise _fault(path, f"The input {name} {what}.", "Bring inputs and body into line.")


def _variables(template: str) -> set[str]:
    return meta.find_undeclared_variables(_environment().parse(template))


def render_prompt(prompt: Prompt, values: Mapping[str, object]) -> "list[BaseMessage]":
    """Fill a prompt in and return its system and user messages.

    Raises:
        PromptError: the values are not exactly the prompt's inputs, or the template fails.
    """
    from langchain_core.messages import HumanMessage, SystemMessage  # slow to load

    for name in sorted(set(prompt.inputs) ^ values.keys()):
        what = "is missing" if name in prompt.inputs else "is not an input"
        raise PromptError(f"The value {name} {what}.", field=prompt.name)
    return [
        SystemMessage(_fill(prompt, prompt.system, values)),
        HumanMessage(_fill(prompt, prompt.user, values)),
    ]


def _fill(prompt: Prompt, template: str, values: Mapping[str, object]) -> str:
    try:
        return _environment().from_string(template).render(**values).strip()
    except TemplateError as error:
        raise PromptError(f"It cannot be filled in: {error}.", field=prompt.name) from None


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    # The output is a prompt and not a page; what needs escaping is escaped by who renders it.
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _fault(path: Path, message: str, remedy: str) -> PromptError:
    return PromptError(message, field=path.name, remedy=remedy)
