"""The index as its callers see it: sync, search, look up, and tell its state."""

import threading
from pathlib import Path

import pytest

from glutebot.domain.articles import Passage
from glutebot.errors import UnavailableError
from glutebot.retrieval import index as index_module
from glutebot.retrieval.embedder import Embedder, Progress, Vectors
from glutebot.retrieval.hashing import HashingEmbedder
from glutebot.retrieval.index import Index, SyncReport, open_index
from retrieval.examples import SUBJECTS, make_passage


class CountingEmbedder(HashingEmbedder):
    """Counts the texts that it had to embed."""

    def __init__(self, model_id: str = "counting") -> None:
        super().__init__()
        self.model_id = model_id
        self.texts: list[str] = []

    def embed(self, texts: list[str], *, on_progress: Progress | None = None) -> Vectors:
        self.texts += texts
        return super().embed(texts, on_progress=on_progress)


def test_an_empty_index_has_no_version_and_finds_nothing(tmp_path: Path) -> None:
    index = open_index(tmp_path, HashingEmbedder())

    assert (index.version, index.search("squat"), list(index.passages())) == ("", [], [])


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_each_mode_finds_the_passage_that_answers(index: Index, mode: str) -> None:
    hits = index.search("how many grams of protein per day", limit=3, mode=mode)

    assert hits[0].passage.title == "Protein"


def test_a_hybrid_hit_says_why_it_was_found(index: Index) -> None:
    hit = index.search("how deep should squats be", limit=1)[0]

    assert hit.similarity is not None
    assert hit.similarity > 0.1
    assert hit.lexical is not None
    assert len(hit.line_similarity) == len(hit.passage.lines)


def test_a_lexical_hit_has_no_similarity(index: Index) -> None:
    hit = index.search("protein", mode="lexical")[0]

    assert (hit.similarity, hit.line_similarity) == (None, ())


def test_the_same_question_always_has_the_same_hits(index: Index) -> None:
    first = index.search("heavy sets and rest", limit=8)

    assert all(index.search("heavy sets and rest", limit=8) == first for _ in range(3))


def test_sync_embeds_only_what_is_new(tmp_path: Path, passages: list[Passage]) -> None:
    embedder = CountingEmbedder()
    index = open_index(tmp_path, embedder)
    index.sync(passages)
    embedder.texts.clear()
    added = make_passage("Creatine is safe for most people", title="Creatine")

    report = index.sync([*passages[1:], added])

    assert report == SyncReport(added=1, removed=1, unchanged=7, version=index.version)
    assert len(embedder.texts) == 2  # the passage and its line
    assert all("Creatine" in text for text in embedder.texts)


def test_a_second_sync_of_the_same_passages_changes_nothing(
    index: Index, passages: list[Passage]
) -> None:
    version = index.version

    report = index.sync(passages)

    assert report == SyncReport(added=0, removed=0, unchanged=len(passages), version=version)


def test_sync_tells_its_progress(tmp_path: Path, passages: list[Passage]) -> None:
    heard: list[tuple[int, int]] = []

    open_index(tmp_path, HashingEmbedder()).sync(
        passages, on_progress=lambda done, total: heard.append((done, total))
    )

    texts = len(passages) + sum(len(passage.lines) for passage in passages)
    assert heard[-1] == (texts, texts)


def test_a_reopened_index_answers_without_embedding_passages(
    tmp_path: Path, passages: list[Passage]
) -> None:
    first = open_index(tmp_path, HashingEmbedder())
    first.sync(passages)
    hits = first.search("sleep and recovery")
    first.close()
    embedder = CountingEmbedder(HashingEmbedder().model_id)

    again = open_index(tmp_path, embedder)

    assert embedder.texts == []
    assert again.version == first.version
    assert again.search("sleep and recovery") == hits


def test_another_model_embeds_everything_anew(tmp_path: Path, passages: list[Passage]) -> None:
    first = open_index(tmp_path, HashingEmbedder())
    first.sync(passages)
    first.close()
    embedder = CountingEmbedder("another-model")

    again = open_index(tmp_path, embedder)

    assert len(embedder.texts) == len(passages) + sum(len(each.lines) for each in passages)
    assert again.version not in ("", first.version)
    assert again.search("protein per day")[0].passage.title == "Protein"


def test_another_process_sees_the_new_version(
    tmp_path: Path, passages: list[Passage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "_LOOK_SECONDS", 0.0)
    writer, reader = (open_index(tmp_path, HashingEmbedder()) for _ in range(2))

    writer.sync(passages)

    assert reader.search("protein per day")[0].passage.title == "Protein"
    assert reader.version == writer.version


def test_passages_are_looked_up_by_id(index: Index, passages: list[Passage]) -> None:
    assert index.passage(passages[3].id) == passages[3]
    assert index.passage("unknown") is None


def test_without_a_model_words_alone_decide(tmp_path: Path, passages: list[Passage]) -> None:
    def no_model() -> Embedder:
        raise UnavailableError("The model is missing.", remedy="Install it.")

    index = open_index(tmp_path, no_model)
    index.sync(passages)

    hit = index.search("protein per day")[0]
    assert (hit.passage.title, hit.similarity) == ("Protein", None)
    assert index.status().detail == "The model is missing. Install it."


def test_the_model_coming_back_embeds_what_lacks_vectors(
    tmp_path: Path, passages: list[Passage]
) -> None:
    def no_model() -> Embedder:
        raise UnavailableError("The model is missing.")

    lexical = open_index(tmp_path, no_model)
    lexical.sync(passages)
    lexical.close()

    index = open_index(tmp_path, HashingEmbedder())

    assert index.search("protein per day", mode="dense")[0].passage.title == "Protein"


def test_many_threads_search_while_passages_change(index: Index, passages: list[Passage]) -> None:
    problems: list[BaseException] = []
    stop = threading.Event()

    def search() -> None:
        try:
            while not stop.is_set():
                for title, _ in SUBJECTS[:4]:
                    assert index.search(title, limit=1)[0].passage.title == title
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=search) for _ in range(6)]
    for thread in threads:
        thread.start()
    for round_ in range(12):
        index.sync(passages[: 4 + round_ % 5])
    stop.set()
    for thread in threads:
        thread.join()

    assert problems == []
