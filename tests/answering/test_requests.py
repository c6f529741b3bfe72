"""A wish for a file is told from a question."""

import pytest

from glutebot.answering.requests import asks_for_file


@pytest.mark.parametrize(
    "message",
    [
        "Export this to Liftosaur please",
        "Send me all 8 weeks as a spreadsheet and calendar",
        "can you put it into google sheets",
        "download as PDF",
    ],
)
def test_a_wish_for_a_file_is_noticed(message: str) -> None:
    assert asks_for_file(message)


@pytest.mark.parametrize(
    "message",
    ["Where do I put my feet in a hip thrust?", "How do I plan a training calendar?", "Send help"],
)
def test_a_question_is_not_one(message: str) -> None:
    assert not asks_for_file(message)
