"""Which exercises a person means: by id, name, nickname, movement, or a typing error away."""

import re
from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz import fuzz
from rapidfuzz.process import extractOne

from glutebot.domain.exercises import Exercise
from glutebot.errors import InputError

_CLOSE = 86
"""How alike two spellings are, of 100, to count as one."""
_FILLER = frozenset({
    "a", "all", "an", "any", "anything", "do", "doing", "every", "exercise", "exercises", "hate",
    "kind", "kinds", "my", "no", "not", "of", "please", "the", "type", "types", "with", "without",
})  # fmt: skip
_JOINTS = re.compile(r"\s*[,;/&+]\s*|\s+(?:and|or)\s+")
_SHORTEST_STEM = 4


class Names:
    """The exercises of a catalogue by all that they are called."""

    def __init__(
        self, exercises: Mapping[str, Exercise], movements: Mapping[str, tuple[str, ...]]
    ) -> None:
        """Index the exercises; `movements` maps a word to the patterns that it stands for."""
        self._labels = {name: list(_labels(name, e)) for name, e in exercises.items()}
        self._patterns = {name: exercise.pattern for name, exercise in exercises.items()}
        self._movements = {_plain(word): patterns for word, patterns in movements.items()}
        self._known: dict[str, frozenset[str]] = {}

    def find(self, text: str) -> frozenset[str]:
        """Return the ids that a text means; none when nothing is called that or nearly that.

        The whole name of an exercise means that one; a word of several names, or of a movement,
        means all of them, because whoever rules out "lunges" rules out every kind.
        """
        if text not in self._known:
            parts = (_plain(part) for part in _JOINTS.split(text.casefold()))
            each = [self._look_up(part) for part in parts if part]
            apart = frozenset().union(*each) if all(each) else frozenset()
            whole = frozenset({text}) & self._labels.keys()
            self._known[text] = whole or self._look_up(_plain(text)) or apart
        return self._known[text]

    def find_one(self, text: str) -> str | None:
        """Return the exercise that bears a name, such as `squat` for the back squat, or None."""
        wanted = _plain(text)
        labels = sorted({label for called in self._labels.values() for label in called})
        near = extractOne(wanted, labels, scorer=fuzz.ratio, score_cutoff=_CLOSE)
        spelled = near[0] if near else wanted
        bearers = [name for name, called in self._labels.items() if spelled in called]
        meant = bearers or sorted(self.find(text))
        return meant[0] if len(meant) == 1 else None

    def find_all(self, texts: Iterable[str]) -> frozenset[str]:
        """Return all ids that some texts mean; what is unknown is left aside."""
        return frozenset(name for text in texts for name in self.find(text))

    def nearest(self, text: str) -> str:
        """Return the id whose name is closest to a text."""
        labels = {label: name for name, called in self._labels.items() for label in called}
        match = extractOne(_plain(text), list(labels), scorer=fuzz.WRatio)
        return labels[match[0]] if match else next(iter(self._labels), "")

    def require_known(self, texts: Iterable[str], field: str) -> None:
        """Make sure that every text means an exercise.

        Raises:
            InputError: names the text that means none, and the nearest exercise.
        """
        for place, text in enumerate(texts):
            if not self.find(text):
                raise InputError(
                    f"“{text[:60]}” names no exercise of the catalogue.",
                    field=f"{field}.{place}",
                    remedy=f"Did you mean `{self.nearest(text)}`? A movement such as `lunges` "
                    "or `deadlifts` works too.",
                )

    def _look_up(self, wanted: str) -> frozenset[str]:
        if not wanted:
            return frozenset()
        exact = {name for name, called in self._labels.items() if wanted in called}
        if exact and wanted not in self._movements:
            return frozenset(exact)
        shorter = " ".join(word for word in wanted.split() if word != "machine")
        tries = dict.fromkeys((wanted, wanted.replace(" ", ""), shorter))
        found = (self._by_words(text) or self._by_spelling(text) for text in tries if text)
        return next((names for names in found if names), frozenset())

    def _by_words(self, wanted: str) -> frozenset[str]:
        """Return the exercises that carry all the words in a name, or belong to the movement."""
        words = wanted.split()
        named = {
            name
            for name, called in self._labels.items()
            if any(_carries(label, words) for label in called)
        }
        patterns = self._movements.get(wanted, ())
        return frozenset(named | {n for n, p in self._patterns.items() if p in patterns})

    def _by_spelling(self, wanted: str) -> frozenset[str]:
        labels = {label for called in self._labels.values() for label in called}
        words = {word for label in labels for word in label.split()}
        known = sorted({*self._movements, *labels})
        match = extractOne(wanted, known, scorer=fuzz.ratio, score_cutoff=_CLOSE)
        if match:
            return self._look_up(match[0])
        repaired = [_repair(word, sorted(words)) for word in wanted.split()]
        spelled = " ".join(word for word in repaired if word)
        return self._by_words(spelled) if all(repaired) and spelled != wanted else frozenset()


def _labels(name: str, exercise: Exercise) -> Iterator[str]:
    """Yield every name of an exercise, those joined by a slash or `or` also apart."""
    for called in (name, exercise.name, *exercise.aliases):
        yield _plain(called)
        parts = [_plain(part) for part in _JOINTS.split(called)]
        yield from (part for part in parts if " " in part)


def _carries(label: str, words: list[str]) -> bool:
    """Tell whether a name holds all the words, or words that start with the longer of them."""
    own = label.split()
    return all(
        word in own or (len(word) >= _SHORTEST_STEM and any(w.startswith(word) for w in own))
        for word in words
    )


def _repair(word: str, known: list[str]) -> str:
    match = extractOne(word, known, scorer=fuzz.ratio, score_cutoff=_CLOSE - 6)
    return match[0] if match and len(word) > 3 else (word if word in known else "")


def _plain(text: str) -> str:
    """Return a text in lower case and singular, without filler and punctuation."""
    words = re.findall(r"[a-z0-9°]+", text.casefold().replace("'", ""))
    return " ".join(_singular(word) for word in words if word not in _FILLER)


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith("ss"):
        return word
    return word[:-2] if word.endswith(("sses", "ches", "xes")) else word[:-1]
