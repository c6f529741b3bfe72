"""The public forms as JSON Schemas, generated from the types."""

from typing import Any

from glutebot.domain.profiles import Profile
from glutebot.domain.programs import Program, Refusal, Violation


def json_schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of each public form, by its name in lower case."""
    forms = (Profile, Program, Refusal, Violation)
    return {form.__name__.lower(): form.model_json_schema(by_alias=True) for form in forms}
