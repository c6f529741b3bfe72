"""Choose the sentences that answer a question from the passages that were found.

Each passage of the shipped corpus answers its own heading, best sentence first, so the choice
keeps one passage as the spine of the answer and adds to it what other passages know beyond it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from glutebot.answering.relevance import Weigh, chance, read_signs
from glutebot.answering.said import NOTHING_SAID, Said
from glutebot.answering.words import has_figure, leans_on_another, stems
from glutebot.domain.articles import Hit, Line, Passage

MAX_SENTENCES = 6
MAX_CHARACTERS = 1100
"""An answer is read on a phone."""
REPETITION = 0.55
"""Two sentences that share this part of the shorter one's stems say the same thing."""
WANTED = 0.4
"""Chance from which a sentence of another passage is added to the spine; half of it is enough
within the spine."""
AGAIN = 0.75
"""Chance from which a sentence of an answer before is said again: a follow-up stands by itself.
With nothing told twice, the answers to the golden follow-ups lose a quarter of their key facts."""
NEAR = 0.7
"""Share of the best nearness that a sentence of another passage needs too."""


@dataclass(frozen=True)
class Candidate:
    """A sentence that may go into the answer."""

    passage: Passage
    place: int
    """The line's place in its passage, from 0."""
    rank: int
    """The rank of its passage among the hits, from 0."""
    nearness: float
    """How near the sentence and its passage are to the question, to find the spine by."""
    chance: float
    """The chance, 0 to 1, that the sentence belongs into the answer."""

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its words."""
        return stems(self.line.text)

    @property
    def line(self) -> Line:
        """The sentence itself, with the ground under it."""
        return self.passage.lines[self.place]


def _alike(_stem: str) -> float:
    return 1.0


def choose_lines(
    question: str,
    hits: Sequence[Hit],
    weigh: Weigh = _alike,
    *,
    limit: int = MAX_SENTENCES,
    said: Said = NOTHING_SAID,
) -> list[Candidate]:
    """Return up to six sentences, in reading order, that answer the question.

    `weigh` says how telling a stem is, so that a sentence that shares only "squat" with a question
    about bands is not taken for an answer to it. What was `said` before is left out, unless
    it answers this question without a doubt, or nothing else does.
    """
    asked = stems(question)
    candidates = [
        candidate
        for rank, (hit, signs) in enumerate(
            zip(hits, read_signs(question, hits, weigh), strict=True)
        )
        for candidate in _candidates(asked, hit, rank, [chance(sign) for sign in signs])
    ]
    if not candidates:
        return []
    candidates = _leave_out(candidates, said)
    spine = _spine(candidates)
    chosen = _take_spine(spine)[:limit]
    for candidate in _complements(candidates, spine[0].passage):
        if len(chosen) >= limit:
            break
        if _length([*chosen, candidate]) <= MAX_CHARACTERS and _adds(candidate, chosen):
            chosen.append(candidate)
    return _in_reading_order(chosen)


def _leave_out(candidates: list[Candidate], said: Said) -> list[Candidate]:
    """Leave out what was said before, save what answers this question too without a doubt."""
    left = [
        candidate
        for candidate in candidates
        if candidate.chance >= AGAIN or not said.holds(candidate.line.text)
    ]
    answers = any(candidate.chance >= WANTED for candidate in left)
    return left if answers else candidates


def _candidates(
    asked: frozenset[str], hit: Hit, rank: int, chances: Sequence[float]
) -> Iterator[Candidate]:
    heading = stems(hit.passage.heading)
    for place, line in enumerate(hit.passage.lines):
        similar = hit.line_similarity[place] if hit.line_similarity else 0.0
        shared = len(asked & (stems(line.text) | heading)) / max(len(asked), 1)
        nearness = (
            0.55 * similar
            + 0.30 * (hit.similarity or 0.0)
            + 0.20 * shared
            + 0.04 * line.leads
            + 0.03 * (has_figure(line.text) and bool(line.sources))
            - 0.02 * rank
        )
        yield Candidate(hit.passage, place, rank, nearness, chances[place])


def _spine(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the lines of the passage that answers best: by its rank and its best two lines."""
    by_passage: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_passage.setdefault(candidate.passage.id, []).append(candidate)
    return max(by_passage.values(), key=_passage_score)


def _passage_score(lines: Sequence[Candidate]) -> float:
    best = sorted((line.nearness for line in lines), reverse=True)[:2]
    return sum(best) / len(best) - 0.02 * lines[0].rank


def _take_spine(lines: Sequence[Candidate]) -> list[Candidate]:
    """Take the opening of the spine and its best further lines: at most four."""
    rest = sorted(lines[1:], key=lambda line: -line.chance)[:3]
    rest = [line for line in rest if line.chance >= WANTED / 2]
    return [lines[0], *sorted(rest, key=lambda line: line.place)]


def _complements(candidates: Sequence[Candidate], spine: Passage) -> list[Candidate]:
    floor = NEAR * max(candidate.nearness for candidate in candidates)
    others = [
        c
        for c in candidates
        if c.passage.id != spine.id and c.chance >= WANTED and c.nearness >= floor
    ]
    return sorted(others, key=lambda candidate: (-candidate.chance, candidate.rank))


def _adds(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    """Say whether a sentence stands by itself and says what no chosen one says."""
    if leans_on_another(candidate.line.text) or len(candidate.line.text) < 25:
        return False
    return not any(_repeats(candidate, other) for other in chosen)


def _repeats(one: Candidate, other: Candidate) -> bool:
    shorter = min(len(one.stems), len(other.stems)) or 1
    return len(one.stems & other.stems) / shorter >= REPETITION


def _in_reading_order(chosen: Sequence[Candidate]) -> list[Candidate]:
    """Keep a passage's sentences together, in its order; drop a leaner whose support is gone."""
    order = {id_: place for place, id_ in enumerate(dict.fromkeys(c.passage.id for c in chosen))}
    ordered = sorted(chosen, key=lambda c: (order[c.passage.id], c.place))
    kept: list[Candidate] = []
    for candidate in ordered:
        follows = kept and kept[-1].passage.id == candidate.passage.id
        supported = follows and kept[-1].place == candidate.place - 1
        if supported or not leans_on_another(candidate.line.text):
            kept.append(candidate)
    return kept


def _length(chosen: Sequence[Candidate]) -> int:
    return sum(len(candidate.line.text) for candidate in chosen)
