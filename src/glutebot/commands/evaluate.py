"""`glutebot evaluate`: measures over a test collection."""

from pathlib import Path

from glutebot.commands.output import print_json


def evaluate_retrieval(collection: Path, *, as_json: bool) -> int:
    """Print nDCG@10, Recall@100 and MRR@10 of lexical, dense and hybrid search."""
    from glutebot.retrieval.evaluation import evaluate_beir
    from glutebot.retrieval.minilm import open_minilm

    measures = evaluate_beir(collection, open_minilm())
    if as_json:
        print_json(measures)
    else:
        for mode, values in measures.items():
            shown = "  ".join(f"{name} {value:.3f}" for name, value in values.items())
            print(f"{mode:8} {shown}")
    return 0
