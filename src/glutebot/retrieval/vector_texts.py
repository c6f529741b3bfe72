"""Which texts of a passage become vectors, and the key under which each vector is kept.

Headings stand before passage and line alike: a sentence that says `it` is found by what `it` is.
The questions that readers ask of a passage have vectors of their own: a question is nearer to
another question than to a paragraph.
"""

from hashlib import blake2b

from glutebot.domain.articles import Passage


def passage_text(passage: Passage) -> str:
    """Return the text that stands for a whole passage."""
    return f"{passage.heading}\n{passage.text}"


def line_texts(passage: Passage) -> tuple[str, ...]:
    """Return the text of each line; the heading stands in for a passage without lines."""
    heading = passage.heading
    return tuple(f"{heading}: {line.text}" for line in passage.lines) or (heading,)


def passage_vector_texts(passage: Passage) -> tuple[str, ...]:
    """Return every text of a passage that has a vector."""
    return (passage_text(passage), *line_texts(passage), *passage.questions)


def vector_key(text: str, model_id: str) -> bytes:
    """Return the key of a text's vector; another model's vector has another key."""
    return blake2b(f"{model_id}\0{text}".encode(), digest_size=16).digest()
