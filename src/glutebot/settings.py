"""What an operator can set: `GLUTEBOT_*` variables, a `.env` file or `glutebot.toml`."""

import os
from functools import partial
from pathlib import Path
from typing import Any, Literal

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from rapidfuzz.process import extractOne

from glutebot.errors import SettingsError

_PREFIX = "GLUTEBOT_"


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
        env_file=".env",
        toml_file="glutebot.toml",
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
        SettingsError: a value does not fit, or a `GLUTEBOT_` variable is unknown; names the
            variable and, where there is one, the nearest known name.
    """
    _refuse_unknown_variables()
    try:
        return Settings(**overrides)
    except ValidationError as fault:
        first = fault.errors()[0]
        name = str(first["loc"][0]).upper().removeprefix(_PREFIX)
        raise SettingsError(
            f"{first['msg']}.", field=f"{_PREFIX}{name}", remedy="Correct or unset it."
        ) from fault


def _refuse_unknown_variables() -> None:
    known = [f"{_PREFIX}{name}".upper() for name in Settings.model_fields]
    for variable in os.environ:
        if variable.upper().startswith(_PREFIX) and variable.upper() not in known:
            near = extractOne(variable.upper(), known)
            raise SettingsError(
                "is not a known setting.",
                field=variable,
                remedy=f"Did you mean {near[0]}?" if near else "",
            )
