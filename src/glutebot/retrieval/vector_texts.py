"""Which texts of a passage become vectors, and the key under which each vector is kept."""

from hashlib import blake2b

from glutebot.domain.articles import Passage


def passage_texts(passage: Passage) -> tuple[str, ...]:
    """Return the texts that stand for a passage: first itself, then each of its questions.

    A reader's question is closer to another question than to a paragraph, so each question has
    a vector of its own, and the nearest vector of a passage speaks for it.
    """
    return (f"{passage.heading}\n{passage.text}", *passage.questions)


def line_texts(passage: Passage) -> tuple[str, ...]:
    """Return one text per line, under the heading that says what the line is about."""
    return tuple(f"{passage.heading}: {line.text}" for line in passage.lines)


def vector_key(text: str, model_id: str) -> bytes:
    """Return the key of a text's vector; another model's vector has another key."""
    return blake2b(f"{model_id}\0{text}".encode(), digest_size=16).digest()
