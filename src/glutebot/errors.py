"""Every error that Glutebot raises on purpose, under one root.

GlutebotError
└── UserFacingError          shown as it is: what, where, the remedy; never a traceback
    ├── InputError           exit 2: unusable arguments, question or profile
    │   ├── KnowledgeError   a knowledge file that cannot be read
    │   ├── PromptError      a prompt file that does not fit its schema
    │   └── SettingsError    an unknown or unusable setting
    └── UnavailableError     exit 3: a service that is needed is out of reach
        └── ModelUnavailable the chat or embedding endpoint failed
"""


class GlutebotError(Exception):
    """The root of all errors that Glutebot raises on purpose."""


class UserFacingError(GlutebotError):
    """An error whose words are meant for the person who caused it.

    `field` names the input at fault (a key, a file, an argument) and `remedy` says what to do.
    """

    exit_code = 2

    def __init__(self, message: str, *, field: str | None = None, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.remedy = remedy

    def __str__(self) -> str:
        where = f"{self.field}: " if self.field else ""
        return f"{where}{self.message}" + (f" {self.remedy}" if self.remedy else "")


class InputError(UserFacingError):
    """Arguments or input that cannot be used."""


class KnowledgeError(InputError):
    """A knowledge file that cannot be read; `field` is the file and, where known, the key."""


class PromptError(InputError):
    """A prompt file that does not fit its schema, or is rendered without its inputs."""


class SettingsError(InputError):
    """A setting that is unknown or unusable."""


class UnavailableError(UserFacingError):
    """A service that the request needs is out of reach."""

    exit_code = 3


class ModelUnavailable(UnavailableError):
    """The chat or embedding endpoint failed; the extractive engine answers instead.

    `reason` is a code such as `rate-limited`, for logs and for deciding what to do next, and
    `retry_after` the seconds that the endpoint asked for. Neither holds a key or an address.
    """

    def __init__(
        self,
        message: str,
        *,
        reason: str = "unavailable",
        retry_after: float | None = None,
        field: str | None = None,
        remedy: str = "",
    ) -> None:
        super().__init__(message, field=field, remedy=remedy)
        self.reason = reason
        self.retry_after = retry_after
