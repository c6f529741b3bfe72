"""Whether a sentence of a model stands in the passages that it cites, and in which lines.

Several things are asked, since each alone lets something through: do its words stand in the lines,
do its numbers with their units, does it say the same and not the contrary, does it go no further,
and does it leave figures and things where they belong. The thresholds
were chosen on hand-written pairs; `tests/answering/test_grounding.py` says how well they agree.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from glutebot.answering.exchange import borrows, exaggerates, exchanges
from glutebot.answering.figures import read_figures, read_rates
from glutebot.answering.polarity import contradicts
from glutebot.answering.wording import read_words, telling_stems
from glutebot.domain.answers import Support
from glutebot.domain.articles import Line, Passage

CONTAINED = 0.6
"""Weighted share of a sentence's telling words that must stand in its lines."""
MOST_LINES = 3
"""Lines that one sentence may draw on."""
SHORTEST_QUOTE = 4
"""Words from which a run of words is a quote and no coincidence."""


@dataclass(frozen=True)
class Ground:
    """What a sentence stands on: for each passage, by its number, the lines that carry it."""

    support: Support
    lines: Mapping[int, tuple[Line, ...]]


UNGROUNDED = Ground(Support.UNSUPPORTED, {})


@dataclass(frozen=True)
class _Candidate:
    number: int
    line: Line
    stems: frozenset[str]


class Grounder:
    """Checks sentences against the passages of one answer; passages are numbered from 1."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = {
            number: tuple(_Candidate(number, line, telling_stems(line.text)) for line in p.lines)
            for number, p in enumerate(passages, start=1)
        }
        lines = [line.stems for candidates in self._passages.values() for line in candidates]
        self._frequency = Counter(stem for stems in lines for stem in stems)
        self._lines = len(lines)

    def ground(self, sentence: str, cited: Sequence[int]) -> Ground:
        """Find the ground of a sentence in the passages that it cites, or else in another one.

        A wrong or missing number is thereby put right: what counts is where the words stand.
        """
        named = [number for number in cited if number in self._passages]
        attempts = [named] if named else []
        attempts += [[number] for number in self._passages if [number] != named]
        for numbers in attempts:
            found = self._ground_in(sentence, [c for n in numbers for c in self._passages[n]])
            if found.support is not Support.UNSUPPORTED:
                return found
        return UNGROUNDED

    def _ground_in(self, sentence: str, candidates: Sequence[_Candidate]) -> Ground:
        for candidate in candidates:
            if is_quote(sentence, candidate.line.text):
                return _ground(Support.QUOTED, [candidate])
        chosen = self._choose(telling_stems(sentence), candidates)
        if chosen and self._supports(sentence, chosen, candidates):
            return _ground(Support.SUPPORTED, chosen)
        return UNGROUNDED

    def _choose(self, wanted: frozenset[str], candidates: Sequence[_Candidate]) -> list[_Candidate]:
        """Pick the lines that hold most of the words, each adding something that matters."""
        chosen: list[_Candidate] = []
        missing, total = set(wanted), self._weigh(wanted)
        while len(chosen) < MOST_LINES and candidates and missing:
            best = max(candidates, key=lambda candidate: self._weigh(candidate.stems & missing))
            if self._weigh(best.stems & missing) < 0.15 * total:
                break
            chosen.append(best)
            missing -= best.stems
        return chosen

    def _supports(
        self, sentence: str, chosen: Sequence[_Candidate], candidates: Sequence[_Candidate]
    ) -> bool:
        source = " ".join(candidate.line.text for candidate in chosen)
        return (
            self.containment(sentence, (candidate.stems for candidate in chosen)) >= CONTAINED
            and holds_figures(sentence, source)
            and not contradicts(sentence, source)
            and not exaggerates(sentence, source)
            and not borrows(sentence, [candidate.stems for candidate in candidates])
            and not exchanges(sentence, [candidate.line.text for candidate in chosen])
        )

    def containment(self, sentence: str, lines: Iterable[frozenset[str]]) -> float:
        """Return the weighted share of the sentence's telling words that stand in the lines."""
        wanted = telling_stems(sentence)
        held = wanted & frozenset().union(*lines)
        return self._weigh(held) / self._weigh(wanted) if wanted else 0.0

    def _weigh(self, stems: Iterable[str]) -> float:
        return sum(math.log(2 + self._lines / (1 + self._frequency[stem])) for stem in stems)


def _ground(support: Support, chosen: Iterable[_Candidate]) -> Ground:
    lines: dict[int, tuple[Line, ...]] = {}
    for candidate in chosen:
        lines[candidate.number] = (*lines.get(candidate.number, ()), candidate.line)
    return Ground(support, lines)


def holds_figures(sentence: str, source: str) -> bool:
    """Say whether each number of a sentence stands in its source with the same unit and rate."""
    standing = read_figures(source)
    rates = read_rates(sentence) <= read_rates(source)
    return rates and all(figure.is_in(standing) for figure in read_figures(sentence))


def is_quote(sentence: str, line: str) -> bool:
    """Say whether a sentence is a whole line, or a whole part of one, word for word.

    A part counts only when it ends where the line pauses and says the same, so that `hip thrusts
    do` cannot be cut out of what they do not.
    """
    said, stands = _wording(sentence), _wording(line)
    if said == stands:
        return True
    pauses = {_wording(line[: match.start()]) for match in re.finditer(r"[,;:(]", line)}
    return (
        len(said.split()) >= SHORTEST_QUOTE
        and (said in pauses or (stands.endswith(f" {said}") and _starts_anew(line, said)))
        and not contradicts(sentence, line)
    )


def _starts_anew(line: str, said: str) -> bool:
    parts = re.split(r"[,;:]\s+", line)
    return any(_wording(", ".join(parts[place:])) == said for place in range(1, len(parts)))


def _wording(text: str) -> str:
    return " ".join(word.text for word in read_words(text) if word.text[0].isalnum())
