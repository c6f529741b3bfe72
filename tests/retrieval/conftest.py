"""An index of a few passages that needs no model."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from glutebot.domain.articles import Passage
from glutebot.retrieval.hashing import HashingEmbedder
from glutebot.retrieval.index import Index, open_index
from retrieval.examples import SUBJECTS, make_passage


@pytest.fixture
def passages() -> list[Passage]:
    return [
        make_passage(text, title=title, ordinal=place)
        for place, (title, text) in enumerate(SUBJECTS)
    ]


@pytest.fixture
def index(tmp_path: Path, passages: list[Passage]) -> Iterator[Index]:
    index = open_index(tmp_path, HashingEmbedder(), vector_search="exact")
    index.sync(passages)
    yield index
    index.close()
