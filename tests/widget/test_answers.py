"""What an answer shows, and what can be done with it."""

import pytest

from support.widget_answers import SNIPPET

from .conftest import Reader

pytestmark = pytest.mark.browser

QUESTION = "Hip thrust or squat for a bigger butt?"


def test_an_answer_streams_and_its_citation_opens(reader: Reader) -> None:
    reader.open()
    reader.send(f"{QUESTION} slow")
    reader.find(".reply p:has-text('Nine weeks')").wait_for()
    growing = reader.find(".reply").inner_text()
    reader.until(lambda: reader.answers() == 1)

    assert len(growing) < len(reader.find(".reply").inner_text())
    assert reader.find(".cite").all_inner_texts() == ["[1]", "[2]"]
    reader.find(".cite").first.click()
    source = reader.find(".source")
    text = source.inner_text()
    assert "Hip thrust or squat for glutes" in text
    assert "What the MRI trial found" in text
    assert SNIPPET in text
    assert "Trial" in text
    link = source.get_by_role("link", name="Plotkin")
    assert link.get_attribute("href") == "https://doi.org/10.3389/fphys.2023.1279170"
    assert reader.focused() == "source"
    reader.page.keyboard.press("Escape")
    assert source.count() == 0
    assert reader.focused() == "cite"
    assert reader.told("citation")[0]["citation"]["n"] == 1
