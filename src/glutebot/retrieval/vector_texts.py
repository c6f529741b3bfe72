"""Which texts of a passage become vectors, and the key under which each vector is kept.

A reader's question is closer to another question or to a heading than to a paragraph, so these
have vectors of their own beside the passage's. A line stands alone: with the heading before it,
the lines of a passage are too alike to tell which of them answers.
"""

from hashlib import blake2b

from glutebot.domain.articles import Passage


def passage_texts(passage: Passage) -> tuple[str, ...]:
    """Return the texts that stand for a passage: itself first, its heading, its questions."""
    whole = f"{passage.heading}\n{passage.text}"
    return (whole, passage.section or passage.title, *passage.questions)


def line_texts(passage: Passage) -> tuple[str, ...]:
    """Return the text of each line; the heading stands in for a passage without lines."""
    return tuple(line.text for line in passage.lines) or (passage.heading,)


def vector_key(text: str, model_id: str) -> bytes:
    """Return the key of a text's vector; another model's vector has another key."""
    return blake2b(f"{model_id}\0{text}".encode(), digest_size=16).digest()
