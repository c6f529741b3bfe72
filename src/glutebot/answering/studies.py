"""Notice a request for a particular study, and whether the corpus knows it."""

import re
from collections.abc import Iterable, Sequence

from glutebot.answering.words import stem
from glutebot.domain.articles import Passage
from glutebot.retrieval.words import split_words

_STUDY = re.compile(
    r"\b(?:stud(?:y|ies)|paper|trial|research|article|meta-?analysis|review|journal|publication)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NAME = re.compile(r"(?<=[a-z,;(] )[A-Z][A-Za-z-]{2,}")
"""A capitalised word inside a sentence."""
_COMMON_NAMES = frozenset({"emg", "mri", "rir", "rpe", "acsm", "nsca", "rdl", "glute", "glutes"})


def names_unknown_study(question: str, known: frozenset[str]) -> bool:
    """Say whether the question names a study by year, author or place that no source holds."""
    if not _STUDY.search(question):
        return False
    named = {name.lower() for name in [*_YEAR.findall(question), *_NAME.findall(question)]}
    return bool({name for name in named - _COMMON_NAMES if stem(name) not in known})


def study_names(passages: Iterable[Passage]) -> frozenset[str]:
    """Collect the stems of all words of the sources' citations and of the texts themselves."""
    texts = {text for passage in passages for text in _texts(passage)}
    return frozenset(map(stem, {word for text in texts for word in split_words(text)}))


def _texts(passage: Passage) -> Sequence[str]:
    cited = [source.citation for line in passage.lines for source in line.sources]
    return [passage.heading, passage.text, *cited]
