"""Answer with whole sentences of the corpus, word for word; no model, no claim of its own.

The only sentences that are not quotes are figures computed from a quoted formula.
"""

from collections.abc import Iterator, Sequence

from glutebot.answering.calculations import calculate
from glutebot.answering.citations import CitationList
from glutebot.answering.said import NOTHING_SAID, Said
from glutebot.answering.selection import MAX_SENTENCES, choose_lines
from glutebot.answering.vocabulary import Vocabulary
from glutebot.domain.answers import Sentence, Support
from glutebot.domain.articles import Hit


def quote(
    question: str,
    hits: Sequence[Hit],
    citations: CitationList,
    vocabulary: Vocabulary,
    *,
    limit: int = MAX_SENTENCES,
    said: Said = NOTHING_SAID,
) -> Iterator[Sentence]:
    """Yield the sentences, up to six, that answer the question, each with its citation."""
    computed = list(calculate(question, hits))
    for found in computed:
        number = citations.add(found.passage, [found.line])
        yield Sentence(text=found.text, citations=(number,), support=Support.COMPUTED)
    left = limit - len(computed)
    for candidate in choose_lines(question, hits, vocabulary.weight, limit=left, said=said):
        number = citations.add(candidate.passage, [candidate.line])
        yield Sentence(text=candidate.line.text, citations=(number,), support=Support.QUOTED)
