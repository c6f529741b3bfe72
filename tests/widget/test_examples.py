"""The pages and snippets in examples/ work as they stand, with server and site filled in."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from support.widget_host import SITE

from .conftest import PHONE, Place, Reader

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
TAG = re.compile(r"<script async src=\"https://bot\.example/w/glutebot\.js\"([^>]*)></script>")
KNOWN = {"site", "mode", "lang", "accent", "position", "greeting", "target", "theme"}


def put_up(place: Place, page: str) -> str:
    """Publish an example on the test's blog; returns its address."""
    folder = EXAMPLES / page
    for sheet in folder.glob("*.css"):
        place.blog.write(f"/{sheet.name}", sheet.read_text(), content_type="text/css")
    html = (folder / "index.html").read_text()
    return place.blog.write("/post", html.replace("https://bot.example", place.address))


@pytest.mark.browser
@pytest.mark.parametrize("page", ["static-page", "wordpress-page"])
@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_an_example_page_answers_in_the_post_and_in_the_corner(
    visit: Callable[..., Reader], place: Place, page: str, options: dict[str, object]
) -> None:
    reader = visit(put_up(place, page), **options)
    reader.until(lambda: reader.page.locator("glutebot-widget").count() == 2)
    reader.find(".inline .launch").click()
    reader.find(".inline textarea").fill("How often?")
    reader.find(".inline textarea").press("Enter")
    reader.find(".inline .turn.done").wait_for()
    assert reader.style(".inline .send", "textTransform") == "none"
    reader.find(".bubble .launch").click()
    reader.find(".bubble .turn.done").wait_for()
    reader.find(".bubble textarea").fill("And then?")
    reader.find(".bubble textarea").press("Enter")
    reader.until(lambda: reader.find(".inline .turn.done").count() == 2)
    reader.find(".bubble [aria-label='Erase this conversation']").click()
    reader.until(lambda: reader.find(".turn").count() == 0)

    assert {body["site"] for body in place.host.heard("/widget/session")} == {SITE}
    assert len({body["conversation"] for body in place.host.heard("/chat")}) == 1


def test_every_snippet_uses_attributes_that_exist() -> None:
    found = []
    for path in EXAMPLES.rglob("*"):
        if path.suffix in (".html", ".md"):
            found += [(path.name, name) for tag in TAG.findall(path.read_text())
                      for name in re.findall(r"data-(\w+)=", tag)]  # fmt: skip

    plugin = (EXAMPLES / "wordpress" / "glutebot" / "glutebot.php").read_text()
    found += [("glutebot.php", name) for name in re.findall(r"'data-(\w+)'", plugin)]

    assert len(found) > 14
    assert {name for _, name in found} <= KNOWN


def test_every_attribute_call_and_event_is_documented() -> None:
    text = (EXAMPLES.parent / "docs" / "widget.md").read_text()
    attributes = [f"`data-{name}`" for name in KNOWN]
    calls = [f"`Glutebot.{name}(" for name in ("open", "close", "ask", "destroy")]
    events = [f"`glutebot:{name}`" for name in ("ready", "message", "citation", "program")]

    assert [name for name in [*attributes, *calls, *events] if name not in text] == []


def test_every_platform_has_a_page_of_its_own() -> None:
    listed = re.findall(r"\]\(([\w-]+)\)", (EXAMPLES / "README.md").read_text())

    assert sorted(listed) == sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir())
    assert all((EXAMPLES / name / "README.md").is_file() for name in listed)
