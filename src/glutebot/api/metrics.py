"""Counters for the operator, in the text form that Prometheus reads."""

import threading
from collections import Counter

_HELP = {
    "glutebot_answers_total": "Answers given, by status and engine.",
    "glutebot_stopped_total": "Answers that were stopped or whose reader left.",
    "glutebot_turned_away_total": "Questions turned away, by reason.",
    "glutebot_failures_total": "Questions that failed for a reason nobody foresaw.",
    "glutebot_answer_seconds": "Time to the whole answer.",
}
_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)

Labels = tuple[tuple[str, str], ...]


class Metrics:
    """Counts what happened since the process started."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, Labels]] = Counter()
        self._seconds: list[int] = [0] * (len(_BUCKETS) + 1)
        self._seconds_sum = 0.0
        self._lock = threading.Lock()

    def count(self, name: str, **labels: str) -> None:
        """Add one to a counter."""
        with self._lock:
            self._counts[name, tuple(sorted(labels.items()))] += 1

    def time(self, seconds: float) -> None:
        """Record how long an answer took."""
        place = next((n for n, bound in enumerate(_BUCKETS) if seconds <= bound), len(_BUCKETS))
        with self._lock:
            self._seconds[place] += 1
            self._seconds_sum += seconds

    def render(self) -> str:
        """Return all counters as text, one a line."""
        with self._lock:
            lines = [
                f"{name}{_labels(labels)} {count}"
                for (name, labels), count in sorted(self._counts.items())
            ]
            return "\n".join([*_comments(), *lines, *self._histogram()]) + "\n"

    def _histogram(self) -> list[str]:
        name, total, lines = "glutebot_answer_seconds", 0, []
        for bound, count in zip((*_BUCKETS, float("inf")), self._seconds, strict=True):
            total += count
            edge = "+Inf" if bound == float("inf") else f"{bound:g}"
            lines.append(f'{name}_bucket{{le="{edge}"}} {total}')
        return [*lines, f"{name}_sum {self._seconds_sum:.6f}", f"{name}_count {total}"]


def _labels(labels: Labels) -> str:
    inner = ",".join(f'{key}="{value}"' for key, value in labels)
    return f"{{{inner}}}" if inner else ""


def _comments() -> list[str]:
    return [f"# HELP {name} {text}" for name, text in _HELP.items()]
