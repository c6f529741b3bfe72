"""The pieces of a message that are read by meaning: sentences, stretches of long ones, the whole.

A sign in one sentence drowns in the vector of a long message, and one that is told over two short
sentences is seen in the whole only. Long sentences are cut at their commas where they have some: a
cut elsewhere takes the "no" from what it denies.
"""

import itertools
import re
from collections.abc import Iterator

MOST_UNITS = 40
"""How many pieces of a message are read; of a longer one the first and the last."""
WHOLE_WORDS = 40
"""Up to how many words a message of several sentences is also read as one."""
LONG_SENTENCE = 24
"""Beyond how many words a sentence is also read in stretches, as a sign drowns in it."""
STRETCH, STRIDE = 16, 8
_CLAUSE_END = re.compile(r"(?<=[,:)])\s+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_LETTER = re.compile(r"[^\W\d_]")
_SENTENCE_END = re.compile(r"(?<=[.!?…؟;])\s+|\n+")


def split_units(message: str) -> list[str]:
    """Return the pieces of a message that are read; at most `MOST_UNITS`, from both its ends."""
    sentences = [part.strip() for part in _SENTENCE_END.split(message.strip()) if part.strip()]
    units = [unit for sentence in sentences for unit in _stretches(sentence)]
    if len(sentences) > 1 and len(message.split()) <= WHOLE_WORDS:
        units.append(" ".join(sentences))
    units = [unit for unit in dict.fromkeys(units) if _is_latin(unit)]
    half = MOST_UNITS // 2
    return units if len(units) <= MOST_UNITS else [*units[:half], *units[-half:]]


def _stretches(sentence: str) -> Iterator[str]:
    yield sentence
    if len(sentence.split()) > LONG_SENTENCE:
        clauses = [
            part for clause in _CLAUSE_END.split(sentence) for part in _windows(clause.split())
        ]
        for start in range(len(clauses)):
            end = _reach(clauses, start)
            if start == 0 or end > _reach(clauses, start - 1):
                yield " ".join(itertools.chain(*clauses[start:end]))


def _windows(words: list[str]) -> Iterator[list[str]]:
    """Yield a clause, or overlapping stretches of one that is too long."""
    if len(words) <= STRETCH:
        yield words
        return
    for start in range(0, len(words) - STRIDE, STRIDE):
        yield words[start : start + STRETCH]


def _reach(clauses: list[list[str]], start: int) -> int:
    """Return up to where clauses from `start` on fit into one stretch; always at least one."""
    end, size = start + 1, len(clauses[start])
    while end < len(clauses) and size + len(clauses[end]) <= STRETCH:
        size += len(clauses[end])
        end += 1
    return end


def _is_latin(text: str) -> bool:
    """Say whether the text is in letters that the embedder learnt; others are noise to it."""
    return 2 * len(_LATIN.findall(text)) > len(_LETTER.findall(text))
