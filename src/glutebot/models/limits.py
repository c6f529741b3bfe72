"""What a call to a model may take."""

from pydantic import Field

from glutebot.domain.model import Model


class ModelLimits(Model):
    """What a call may take; times in seconds, sizes in characters unless they say tokens."""

    connect_seconds: float = Field(2.0, gt=0)
    first_token_seconds: float = Field(8.0, gt=0)
    """From the call to the first text, retry included."""
    idle_seconds: float = Field(10.0, gt=0)
    """Between two pieces of text; chunks without text do not count."""
    total_seconds: float = Field(60.0, gt=0)
    max_tokens: int = Field(400, gt=0)
    max_characters: int = Field(20_000, gt=0)
    """Of a reply; a server that ignores `max_tokens` is cut off here."""
    context_characters: int = Field(6_000, gt=0)
    """Of all passages in a prompt."""
    passage_characters: int = Field(1_500, gt=0)
    """Of one passage in a prompt."""
