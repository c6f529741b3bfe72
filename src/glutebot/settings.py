"""What an operator can set: `GLUTEBOT_*` variables, a `.env` file or `glutebot.toml`."""

import os
import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any, Literal

from dotenv import dotenv_values
from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings import SettingsError as SourceError
from rapidfuzz.process import extractOne

from glutebot.errors import SettingsError

_PREFIX = "GLUTEBOT_"
_ENV_FILE = ".env"
_TOML_FILE = "glutebot.toml"


def _shipped(name: str) -> Path:
    """Return a data folder of the package, or of the checkout when it is run from one."""
    here = Path(__file__).resolve().parent
    packaged = here / "_data" / name
    return packaged if packaged.is_dir() else here.parents[1] / name


def _model_key(name: str, fallback: str) -> AliasChoices:
    return AliasChoices(name, f"{_PREFIX}{name}".lower(), fallback.lower())


class Settings(BaseSettings):
    """Every setting with its default; the defaults need no key and no network."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX,
        env_file=_ENV_FILE,
        toml_file=_TOML_FILE,
        extra="ignore",
        env_ignore_empty=True,
        populate_by_name=True,
    )

    data_dir: Path = Path("data")
    """Where everything is kept that is written at run time."""
    knowledge: Path = Field(default_factory=partial(_shipped, "knowledge"))
    """The folder of articles, exercise guides and reviewed safety texts."""
    prompts: Path = Field(default_factory=partial(_shipped, "prompts"))
    """The folder of prompt files."""
    database_url: str | None = None
    """SQLAlchemy address of conversations and votes; a SQLite file in the data folder if unset."""

    llm_base_url: str | None = Field(
        None, validation_alias=_model_key("llm_base_url", "OPENAI_BASE_URL")
    )
    """An OpenAI-compatible chat endpoint; OpenAI itself when only a key is set."""
    llm_api_key: SecretStr | None = Field(
        None, validation_alias=_model_key("llm_api_key", "OPENAI_API_KEY")
    )
    """Without a key and a base address the extractive engine answers."""
    llm_model: str = "gpt-4.1-mini"
    """The chat model's name as the endpoint knows it."""
    llm_connect_seconds: float = Field(2.0, gt=0, le=60)
    llm_first_token_seconds: float = Field(8.0, gt=0, le=300)
    llm_idle_seconds: float = Field(10.0, gt=0, le=300)
    llm_total_seconds: float = Field(60.0, gt=0, le=900)

    embedding_base_url: str | None = None
    """An OpenAI-compatible embeddings endpoint; by default the model that is shipped."""
    embedding_model: str = "text-embedding-3-small"
    embedding_api_key: SecretStr | None = None
    embedding_threads: int = Field(2, ge=1, le=64)

    vector_search: Literal["auto", "chroma", "exact"] = "auto"
    """Who finds nearest vectors: Chroma when it is open and verified (auto), always, or never."""
    chroma_url: str | None = None
    """A Chroma server instead of the one in the process."""
    redis_url: str | None = None
    """Where rate limits are counted when several processes serve; memory otherwise."""

    origins: tuple[str, ...] = ()
    """Origins of other sites that may call the HTTP API from a browser; none by default."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses whose X-Forwarded-For is believed."""

    @field_validator("data_dir", "knowledge", "prompts")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        return path.expanduser().resolve()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let variables win over `.env`, and `.env` over the TOML file."""
        toml = TomlConfigSettingsSource(settings_cls)
        return init_settings, env_settings, dotenv_settings, file_secret_settings, toml


def load_settings(**overrides: Any) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: a value does not fit, a file cannot be read, or a name is unknown; says
            which and, where there is one, the nearest known name.
    """
    try:
        _refuse_unknown_names()
        return Settings(**overrides)
    except ValidationError as fault:
        first = fault.errors()[0]
        name = str(first["loc"][0]).upper().removeprefix(_PREFIX)
        raise SettingsError(
            f"{first['msg']}.", field=f"{_PREFIX}{name}", remedy="Correct or unset it."
        ) from fault
    except SourceError as fault:
        found = re.search(r'field "(\w+)"', str(fault))
        raise SettingsError(
            "is not JSON.",
            field=f"{_PREFIX}{found[1]}".upper() if found else None,
            remedy='Write a list as ["one", "two"].',
        ) from fault


def _refuse_unknown_names() -> None:
    """Raise SettingsError for a name of ours that no setting has, in any source."""
    variables = [f"{_PREFIX}{name}".upper() for name in Settings.model_fields]
    for name in (*os.environ, *_read_names(_ENV_FILE, _dotenv_names)):
        if name.upper().startswith(_PREFIX):
            _refuse_unknown(name, name.upper(), variables)
    for name in _read_names(_TOML_FILE, _toml_names):
        _refuse_unknown(name, name, list(Settings.model_fields))


def _refuse_unknown(written: str, name: str, known: Sequence[str]) -> None:
    if name not in known:
        near = extractOne(name, known)
        raise SettingsError(
            "is not a known setting.",
            field=written,
            remedy=f"Did you mean {near[0]}?" if near else "",
        )


def _read_names(file: str, read: Callable[[str], Iterable[str]]) -> Iterable[str]:
    try:
        return read(Path(file).read_text(encoding="utf-8")) if Path(file).is_file() else ()
    except (OSError, ValueError) as fault:  # ValueError: neither UTF-8 nor TOML
        raise SettingsError("cannot be read.", field=file, remedy=f"{fault}.") from fault


def _dotenv_names(text: str) -> Iterable[str]:
    return dotenv_values(stream=StringIO(text))


def _toml_names(text: str) -> Iterable[str]:
    return tomllib.loads(text)
