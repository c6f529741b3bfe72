"""Every way in which an endpoint fails, as a reason code with fixed words.

Nothing of what a server or a client said is taken over, so no key or address gets into a message.
"""

import math
from typing import Any

from glutebot.errors import ModelUnavailable

_FAILURES: dict[str, tuple[str, str]] = {
    "unreachable": ("The model endpoint cannot be reached.", "Check its address and that it runs."),
    "timeout": ("The model did not answer in time.", "Try again, or raise the time limits."),
    "stalled": ("The model stopped in the middle of its answer.", "Try again."),
    "cut": ("The model's answer broke off.", "Try again."),
    "unauthorised": ("The model endpoint refused the key.", "Check the API key."),
    "model-not-found": ("The endpoint does not know the model.", "Check the model's name."),
    "bad-request": ("The endpoint refused the request.", "Check that the model fits the endpoint."),
    "context-overflow": ("The prompt is too long for the model.", "Use a longer context."),
    "rate-limited": ("The endpoint takes no more requests for now.", "Try again later."),
    "quota": ("The account behind the key has used up its quota.", "Check its billing."),
    "server-error": ("The model endpoint failed.", "Try again later."),
    "malformed": ("The endpoint did not answer as an OpenAI-compatible one.", "Check its address."),
    "length": ("The model ran into its length limit.", "Raise the limit, or ask for less."),
    "content-filter": ("The endpoint withheld the answer.", "Ask in other words."),
    "empty": ("The model gave no answer.", "Try again, or use another model."),
    "too-long": ("The model did not stop talking.", "Use another model."),
    "ungrounded": ("Nothing that the model said stands in the sources.", "Use another model."),
    "circuit-open": (
        "The model failed too often and is left alone now.",
        "Wait a little.",
    ),
}
ENDPOINT_IS_WELL = frozenset(
    {"bad-request", "context-overflow", "length", "content-filter", "empty", "too-long"}
)
"""Failures of one request; they do not count towards leaving the endpoint alone."""


def model_failure(
    reason: str, *, status: int | None = None, retry_after: float | None = None
) -> ModelUnavailable:
    """Return the error for a reason; its words are fixed, so no key or address gets into them."""
    message, remedy = _FAILURES[reason]
    if status:
        message = f"{message.removesuffix('.')} (HTTP {status})."
    return ModelUnavailable(message, reason=reason, retry_after=retry_after, remedy=remedy)


def explain(error: Exception, *, started: bool = False) -> ModelUnavailable:
    """Turn an exception of the client into ours, taking nothing over of what the server said."""
    import openai

    if isinstance(error, openai.APITimeoutError):
        return model_failure("stalled" if started else "timeout")
    if isinstance(error, openai.APIConnectionError):
        return model_failure("cut" if started else "unreachable")
    if isinstance(error, openai.APIStatusError):
        status = error.status_code
        return model_failure(_reason(error), status=status, retry_after=_retry_after(error))
    if isinstance(error, openai.APIError):  # an error event in the middle of a stream
        return model_failure("cut" if started else "server-error")
    return model_failure("malformed")


def _reason(error: Any) -> str:
    """Return the reason code for an HTTP status that is not 2xx."""
    by_status = {
        401: "unauthorised",
        403: "unauthorised",
        404: "model-not-found",
        408: "timeout",
        429: "quota" if error.code == "insufficient_quota" else "rate-limited",
    }
    if error.status_code >= 500:
        return "server-error"
    about_context = "context" in f"{error.code} {error.type}"
    return by_status.get(error.status_code, "context-overflow" if about_context else "bad-request")


def _retry_after(error: Any) -> float | None:
    """Return the seconds of a Retry-After header, if there is one that gives seconds."""
    try:
        seconds = float(error.response.headers["retry-after"])
    except (KeyError, ValueError):
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None
