"""Whether a sentence takes words of its source and puts them where they do not belong.

All words can stand in a source and the sentence be false all the same: with the figure of the
other group, with the two sides of a comparison exchanged, or put together out of two lines.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from glutebot.answering.figures import read_figures
from glutebot.answering.lexicon import load_lexicon
from glutebot.answering.wording import Word, read_words, telling_stems

_CLAUSE_END = re.compile(r"(?<=\D)[,;:](?=\s)|\b(?:but|while|whereas|although|though)\b|[()]")
_JOINED = re.compile(
    r"(\d+(?:\.\d+)?)\s*%?\s*(?:against|versus|vs\.?|to|than|compared with)\s*(\d+(?:\.\d+)?)"
)


def split_clauses(text: str) -> list[str]:
    """Cut a sentence where it pauses or turns."""
    return [part for part in _CLAUSE_END.split(text) if part.strip()]


def exaggerates(sentence: str, source: str) -> bool:
    """Say whether a sentence has a strong word, such as `only`, that its source does not have."""
    strong = load_lexicon().strong
    said, stands = ({word.text for word in read_words(text)} for text in (sentence, source))
    return bool((said & strong) - stands)


def borrows(sentence: str, lines: Sequence[frozenset[str]]) -> bool:
    """Say whether a clause puts together what stands in different lines.

    A word that its main line lacks is a paraphrase when no other line has it, and a loan when one
    does.
    """
    for clause in split_clauses(sentence):
        wanted = telling_stems(clause)
        main = max(lines, key=lambda line: len(line & wanted))
        loans = {stem for stem in wanted - main if any(stem in line for line in lines)}
        if len(loans) > len(wanted) / 6:
            return True
    return False


def exchanges(sentence: str, lines: Sequence[str]) -> bool:
    """Say whether a sentence exchanges the figures or the sides of a comparison of its lines."""
    return any(
        _misplaces_figures(sentence, line) or _turns_pairs(sentence, line) for line in lines
    ) or any(_turns_comparison(sentence, line) for line in lines)


def _misplaces_figures(sentence: str, line: str) -> bool:
    """Say whether a figure stands with a thing that contrasts with what it belongs to."""
    for clause in split_clauses(sentence):
        for figure in read_figures(clause):
            homes = [home for home in split_clauses(line) if figure.is_in(read_figures(home))]
            if homes and all(_contrasts(clause, home) for home in homes):
                return True
    return False


def _contrasts(clause: str, home: str) -> bool:
    said, stands = telling_stems(clause), telling_stems(home)
    return any(
        said & group and stands & group and not said & stands & group
        for group in load_lexicon().contrasts
    )


def _turns_pairs(sentence: str, line: str) -> bool:
    standing = set(_JOINED.findall(line))
    return any((b, a) in standing and (a, b) not in standing for a, b in _JOINED.findall(sentence))


def _turns_comparison(sentence: str, line: str) -> bool:
    said, stands = set(_compared(sentence)), set(_compared(line))
    return any((b, a) in stands and (a, b) not in stands for a, b in said)


def _compared(text: str) -> Iterator[tuple[str, str]]:
    """Yield neighbouring things of one group that a comparing word stands between."""
    words = read_words(text)
    for group in load_lexicon().contrasts:
        places = [place for place, word in enumerate(words) if word.stem in group]
        for first, second in pairwise(places):
            if words[first].stem != words[second].stem and _compares(words[first:second]):
                yield words[first].stem, words[second].stem


def _compares(between: Sequence[Word]) -> bool:
    return any(word.text in load_lexicon().comparing for word in between)
