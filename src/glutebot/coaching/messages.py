"""What kind of message it is, where its facts alone do not tell."""

import re
from collections.abc import Iterable

from glutebot.coaching.texts import IntakeTexts

_SENTENCES = re.compile(r"[^.!?;\n]+[.!?;\n]*")
_CLAUSES = re.compile(r"[.!?;:,\n]+")
SHORT = 6
"""Words up to which a message with a question mark may be an answer: "3 days?"."""


class Messages:
    """Tells questions about training, make-believe and giving up from plain statements."""

    def __init__(self, texts: IntakeTexts) -> None:
        asking = texts.questions
        self._openers = _starting(asking.openers)
        self._wishes = _starting(asking.wishes)
        self._inside = _containing(asking.inside)
        self._make_believe = _containing(texts.make_believe)
        self._build_now = _containing(texts.build_now_words)
        self._lasting = _containing(texts.lasting)
        self._stop = _containing(texts.stop_words)

    def asks(self, message: str) -> bool:
        """Tell whether a message asks for knowledge, so that the articles answer it."""
        plain = _plain(message)
        if self._inside.search(plain):
            return not self._wishes.match(plain)
        clauses = [clause.strip() for clause in _CLAUSES.split(plain)]
        return any(
            self._openers.match(clause) and not self._wishes.match(clause) for clause in clauses
        )

    def wishes(self, message: str) -> bool:
        """Tell whether a message asks for something to be done: "can you make it 4 days?"."""
        clauses = [clause.strip() for clause in _CLAUSES.split(_plain(message))]
        return any(self._wishes.match(clause) for clause in clauses)

    def statements(self, message: str) -> str:
        """Return a message without its questions."""
        sentences = _SENTENCES.findall(message)
        return " ".join(
            sentence.strip()
            for sentence in sentences
            if not sentence.rstrip().endswith("?") and not self.asks(sentence)
        )

    def pretends(self, message: str) -> bool:
        """Tell whether a message asks to act as if something were not so."""
        return bool(self._make_believe.search(_plain(message)))

    def lasts(self, message: str) -> bool:
        """Tell whether a message says for how long, or that it is night."""
        return bool(self._lasting.search(_plain(message)))

    def builds_now(self, message: str) -> bool:
        """Tell whether a message wants the program without further questions."""
        return bool(self._build_now.search(_plain(message)))

    def stops(self, message: str) -> bool:
        """Tell whether a message gives the wish up."""
        return bool(self._stop.search(_plain(message)))


def is_short(message: str) -> bool:
    """Tell whether a message is short enough to be an answer whatever its form."""
    return len(message.split()) <= SHORT


def _plain(message: str) -> str:
    return " ".join(message.casefold().replace("’", "'").split())


def _starting(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:and |but |so |ok |okay |hey |hi )?(?:{_any(words)})(?!\w)")


def _containing(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any(words)})(?!\w)")


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
