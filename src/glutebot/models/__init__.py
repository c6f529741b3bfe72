"""Chat models and embeddings behind an OpenAI-compatible endpoint, bounded and kept apart.

The only room that knows `openai` and `langchain_openai`.
"""

from glutebot.models.breaker import CircuitBreaker
from glutebot.models.chat import ChatModel, complete_chat, open_chat_model, stream_chat
from glutebot.models.embeddings import EndpointEmbedder, open_endpoint_embedder
from glutebot.models.failures import model_failure
from glutebot.models.limits import ModelLimits

__all__ = [
    "ChatModel",
    "CircuitBreaker",
    "EndpointEmbedder",
    "ModelLimits",
    "complete_chat",
    "model_failure",
    "open_chat_model",
    "open_endpoint_embedder",
    "stream_chat",
]
