"""Turn settings into what the rooms are given: a folder, a chat model, an embedder."""

from pathlib import Path

from glutebot.answering.answerer import ModelEngine
from glutebot.errors import InputError
from glutebot.models import ModelLimits, open_chat_model, open_endpoint_embedder
from glutebot.prompting import load_prompt
from glutebot.retrieval.embedder import Embedder
from glutebot.services.stores import Stores
from glutebot.settings import Settings


def make_folder(folder: Path) -> Path:
    """Return the data folder, made where it was missing.

    Raises:
        InputError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise InputError(
            f"{folder} cannot be made ({fault.strerror}).",
            field="GLUTEBOT_DATA_DIR",
            remedy="Name a folder that can be written to.",
        ) from fault
    return folder


def open_stores(settings: Settings) -> Stores:
    """Return what is kept, for a command that needs nothing else."""
    folder = make_folder(settings.data_dir)
    return Stores(settings.database_url or folder / "glutebot.db")


def open_engine(settings: Settings) -> ModelEngine:
    """Return the chat model that the settings name, with its prompts and its limits."""
    limits = ModelLimits(
        connect_seconds=settings.llm_connect_seconds,
        first_token_seconds=settings.llm_first_token_seconds,
        idle_seconds=settings.llm_idle_seconds,
        total_seconds=settings.llm_total_seconds,
    )
    model = open_chat_model(
        base_url=settings.llm_base_url,
        model=settings.llm_model,
        api_key=settings.llm_api_key,
        limits=limits,
    )
    answer_prompt = load_prompt(settings.prompts, "answer.v1")
    condense_prompt = load_prompt(settings.prompts, "condense-question.v1")
    return ModelEngine(model, answer_prompt, condense_prompt, limits)


def open_embedder(settings: Settings) -> Embedder:
    """Return the embedding endpoint that is set, else the model that is shipped."""
    if settings.embedding_base_url:
        return open_endpoint_embedder(
            base_url=settings.embedding_base_url,
            model=settings.embedding_model,
            api_key=settings.embedding_api_key,
        )
    from glutebot.retrieval.minilm import open_minilm

    return open_minilm(threads=settings.embedding_threads)
