"""How long the first build, a later start and one-shot commands take, and how big it all is.

    python benchmarks/start.py

Every figure is of a fresh process on this machine; read them against each other.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GLUTEBOT = [sys.executable, "-m", "glutebot"]
QUESTION = "How deep should I squat for glutes?"


def timed(command: list[str], data: Path) -> tuple[float, float]:
    """Run a command and return its wall time in seconds and its peak memory in MB."""
    environment = {**os.environ, "GLUTEBOT_DATA_DIR": str(data)}
    before = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - before, usage.ru_maxrss / 1024


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        build, memory = timed([*GLUTEBOT, "ask", QUESTION], data)
        print(f"first build and one answer   {build:6.1f} s   {memory:5.0f} MB")
        later = [timed([*GLUTEBOT, "ask", QUESTION], data) for _ in range(5)]
        print(f"later `ask`, median of 5     {sorted(later)[2][0]:6.2f} s   {later[0][1]:5.0f} MB")
        helps = sorted(timed([*GLUTEBOT, "--help"], data)[0] for _ in range(5))
        print(f"`--help`, median of 5        {helps[2]:6.2f} s")
        bare = sorted(timed([sys.executable, "-c", "pass"], data)[0] for _ in range(5))
        ratio = helps[2] / bare[2]
        print(f"bare interpreter             {bare[2]:6.2f} s   (`--help` is {ratio:.1f} x)")
    print(f"{len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
