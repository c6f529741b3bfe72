"""How long an extractive answer takes, warm, through the services and over HTTP.

    python benchmarks/answers.py [--rounds 5]

The first byte over HTTP is set against a bare route of the same server in the same run.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx
import uvicorn
import yaml
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

from glutebot.api.admission import Limits
from glutebot.api.app import create_api
from glutebot.services import Services, build_services
from glutebot.settings import load_settings

QUESTIONS = Path(__file__).parents[1] / "evals" / "datasets" / "answerable.yaml"


def read_questions(count: int) -> list[str]:
    """Return first turns of the golden set: real questions, none prepared for speed."""
    items = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    return [item["turns"][0] for item in items][:count]


def percentiles(values: list[float]) -> str:
    """Return the 50th and 95th percentile of times in milliseconds."""
    ordered = sorted(values)
    high = ordered[int(len(ordered) * 0.95)]
    return f"p50 {statistics.median(ordered):6.1f} ms   p95 {high:6.1f} ms"


async def answer_times(services: Services, questions: list[str]) -> list[float]:
    """Return the time of each whole answer through the services."""
    times = []
    for question in questions:
        before = time.perf_counter()
        async for _ in services.answer(question):
            pass
        times.append((time.perf_counter() - before) * 1000)
    return times


def serve(app: FastAPI) -> tuple[uvicorn.Server, str]:
    """Serve an app on a free port in a thread."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    return server, f"http://127.0.0.1:{port}"


def first_bytes(address: str, questions: list[str]) -> list[float]:
    """Return the time to the first `token` event of each answer."""
    times = []
    with httpx.Client(timeout=30) as client:
        for question in questions:
            body = {"message": question, "conversation": None}
            before = time.perf_counter()
            with client.stream("POST", f"{address}/api/chat", json=body) as reply:
                for line in reply.iter_lines():
                    if line.startswith("event: token"):
                        times.append((time.perf_counter() - before) * 1000)
                        break
    return times


def bare_times(address: str, count: int) -> list[float]:
    """Return the time of each request to a route that does nothing."""
    times = []
    with httpx.Client() as client:
        for _ in range(count):
            before = time.perf_counter()
            client.get(f"{address}/bare")
            times.append((time.perf_counter() - before) * 1000)
    return times


def resident_mb() -> float:
    """Return this process's resident memory in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1_048_576


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--questions", type=int, default=100)
    options = parser.parse_args()
    questions = read_questions(options.questions)
    with tempfile.TemporaryDirectory() as folder:
        services = build_services(load_settings(data_dir=Path(folder)))
        services.prepare(
            lambda done, total: print(f"\rindex {done}/{total}", end="", file=sys.stderr)
        )
        generous = Limits(per_visitor="100000/minute", per_address="100000/minute")
        api = create_api(services, visitor_key=b"k" * 32, limits=generous)
        api.app.add_api_route("/bare", lambda: PlainTextResponse("ok"))
        server, address = serve(api.app)
        asyncio.run(answer_times(services, questions[:10]))
        for _ in range(options.rounds):
            whole = asyncio.run(answer_times(services, questions))
            first = first_bytes(address, questions)
            bare = bare_times(address, len(questions))
            ratio = statistics.median(first) / statistics.median(bare)
            print(f"\nwhole answer, services   {percentiles(whole)}")
            print(f"first token over HTTP    {percentiles(first)}   ({ratio:.1f} x a bare route)")
            print(f"bare route               {percentiles(bare)}")
        print(f"resident {resident_mb():.0f} MB", json.dumps({"questions": len(questions)}))
        server.should_exit = True
        services.close()


if __name__ == "__main__":
    main()
