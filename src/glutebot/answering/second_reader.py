"""A second reader behind the safety rules: it catches wordings that no rule foresaw.

The rules read words and grammar; this one compares the meaning of a message with labelled
examples. It can raise a sign, add a caution or refuse, never lower what the rules raised.
"""

import logging
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from threading import Lock

from glutebot.answering.second_reader_examples import (
    ReaderLimits,
    digest_examples,
    load_examples,
    load_reader_limits,
)
from glutebot.answering.second_reader_model import (
    MODEL_FORMAT,
    ReaderModel,
    load_reader,
    save_reader,
    train_reader,
)
from glutebot.answering.second_reader_units import split_units
from glutebot.answering.triage_rules import Level, SafetyRules
from glutebot.domain.model import Model
from glutebot.errors import UnavailableError
from glutebot.retrieval.embedder import Embedder

log = logging.getLogger(__name__)


class Concern(Model):
    """The sign that a message most likely speaks of."""

    flag: str
    level: Level
    probability: float
    """Of any sign, among messages such as the examples, of which half carry one."""
    stops: bool
    """True: likely enough to raise the sign; False: likely enough for a caution."""


PRECEDENCE: tuple[Level, ...] = ("crisis", "emergency", "same-day", "unsafe", "routine")
"""The levels that this reader knows; of several concerns the first here is the one to act on."""


class SecondReader:
    """Reads messages by meaning; silent while the embedder is out of reach."""

    def __init__(
        self, folder: Path, cache: Path, open_embedder: Callable[[], Embedder], rules: SafetyRules
    ) -> None:
        self._folder = folder
        self._cache = cache
        self._open_embedder = open_embedder
        self._rules = rules
        self._limits = load_reader_limits(folder)
        self._model: ReaderModel | None = None
        self._learning = Lock()

    @property
    def limits(self) -> ReaderLimits:
        """The probabilities from which it cautions and stops."""
        return self._limits

    def prepare(self) -> None:
        """Learn from the examples unless that was done before; seconds, once per data folder."""
        try:
            with self._learning:
                if self._model is None:
                    self._model = load_reader(self._path()) or self._learn()
        except UnavailableError as failure:
            log.warning("The second safety reader is silent: %s", failure)

    def read(self, message: str) -> Concern | None:
        """Return the gravest concern that the message is likely enough to speak of, or None."""
        units = split_units(message)
        try:
            model = self._learnt()
            if model is None or not units:
                return None
            chances = model.judge(self._open_embedder().embed(units), units)
        except UnavailableError as failure:
            log.warning("The second safety reader is silent: %s", failure)
            return None
        abroad = self._limits.is_abroad(message)
        best = [(model.signs[int(row.argmax())], float(row.max())) for row in chances]
        concerns = [found for flag, chance in best if (found := self._weigh(flag, chance, abroad))]
        return max(concerns, key=_gravity, default=None)

    def _weigh(self, flag: str, probability: float, abroad: bool) -> Concern | None:
        entry = self._rules.sign(flag)
        if entry is None:
            return None
        limits = self._limits.of(flag, entry[0], abroad=abroad)
        if probability < limits.caution:
            return None
        stops = probability >= limits.stop
        return Concern(flag=flag, level=entry[0], probability=probability, stops=stops)

    def _learnt(self) -> ReaderModel | None:
        """Return what was learnt, or None: nobody waits for an answer while it learns."""
        if self._model is None and self._learning.acquire(blocking=False):
            try:
                self._model = load_reader(self._path())
            finally:
                self._learning.release()
        return self._model

    def _path(self) -> Path:
        model_id = self._open_embedder().model_id
        key = f"{MODEL_FORMAT}/{model_id}/{digest_examples(self._folder)}"
        return self._cache / f"second-reader-{sha256(key.encode()).hexdigest()[:16]}.npz"

    def _learn(self) -> ReaderModel:
        """Learn from the examples, those of one length together as that embeds fastest."""
        examples = sorted(
            load_examples(self._folder, self._rules), key=lambda example: len(example.text)
        )
        texts = [example.text for example in examples]
        vectors = self._open_embedder().embed(texts)
        model = train_reader(vectors, texts, [example.label for example in examples])
        self._keep(model, self._path())
        return model

    def _keep(self, model: ReaderModel, path: Path) -> None:
        try:
            save_reader(model, path)
        except OSError as failure:
            log.warning("What the second safety reader learnt is not kept: %s", failure)


def _gravity(concern: Concern) -> tuple[bool, int, float]:
    return concern.stops, -PRECEDENCE.index(concern.level), concern.probability
