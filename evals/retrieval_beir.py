"""Measure retrieval on a collection in BEIR layout: `python evals/retrieval_beir.py FOLDER`."""

import argparse
import json
from pathlib import Path

from glutebot.retrieval.evaluation import evaluate_beir
from glutebot.retrieval.minilm import open_minilm


def main() -> None:
    """Print nDCG@10, recall@100 and MRR@10 of each kind of search as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="holds corpus.jsonl, queries.jsonl and qrels/")
    folder = parser.parse_args().folder
    print(json.dumps(evaluate_beir(folder, open_minilm), indent=2))


if __name__ == "__main__":
    main()
