"""What every client of an OpenAI-compatible endpoint needs before it is built."""

from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from glutebot.errors import SettingsError

OPENAI_URL = "https://api.openai.com/v1"


def checked_url(base_url: str | None) -> str:
    """Return the address, refusing one that holds a password: addresses end up in logs."""
    url = base_url or OPENAI_URL
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError("The endpoint's address is not an http(s) address.", field="base_url")
    if parts.username or parts.password:
        raise SettingsError(
            "The endpoint's address holds a user name or password.",
            field="base_url",
            remedy="Leave it out, and set the API key instead.",
        )
    return url


def key_or_placeholder(api_key: SecretStr | None) -> SecretStr:
    """Return a key in any case: without one the SDK would send OPENAI_API_KEY to any address."""
    return api_key if api_key and api_key.get_secret_value() else SecretStr("none")


def turn_tracing_off() -> None:
    """Keep questions from being sent to LangSmith, whatever the environment says."""
    import langsmith

    langsmith.configure(enabled=False)


def timeouts(*, connect: float, silence: float) -> Any:
    """Return the transport's limits in seconds: to connect, and between two bytes."""
    import httpx2

    return httpx2.Timeout(connect=connect, read=silence, write=silence, pool=connect)
