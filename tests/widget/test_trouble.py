"""What goes wrong, what the reader is told, and that what was typed is kept."""

from collections.abc import Callable

import pytest

from .conftest import Place, Reader

pytestmark = pytest.mark.browser

Visit = Callable[..., Reader]
LOADED = ("Failed to load resource",)
"""What the browser itself writes about a response with an error status."""


def trouble(reader: Reader) -> str:
    text: str = reader.find(".trouble p").inner_text()
    return text


def test_stop_ends_the_answer_here_and_on_the_server(reader: Reader) -> None:
    reader.open()
    reader.send("a slow question")
    reader.find(".reply p:has-text('Nine')").wait_for()
    reader.find("textarea").fill("typed meanwhile")
    reader.find("textarea").press("Enter")
    assert reader.find("textarea").input_value() == "typed meanwhile"
    reader.find("[aria-label='Stop']").click()
    reader.find(".trouble").wait_for()

    assert trouble(reader) == "Stopped."
    reader.until(lambda: reader.host.closed == ["a slow question"])
    assert reader.find("textarea").input_value() == "typed meanwhile"
    reader.find("textarea").fill("")
    reader.find(".trouble button").click()
    reader.until(lambda: reader.answers() == 1)
    assert reader.find(".turn").count() == 1
    assert reader.find(".trouble").count() == 0


@pytest.mark.parametrize("how", ["cut", "unfinished"])
def test_an_answer_that_breaks_off_is_not_taken_for_whole(reader: Reader, how: str) -> None:
    reader.forgiven = (*LOADED, "ERR_INCOMPLETE_CHUNKED_ENCODING")
    reader.open()
    reader.send(f"{how} please")
    reader.find(".trouble").wait_for()

    assert "before the answer was whole" in trouble(reader)
    assert reader.find("textarea").input_value() == f"{how} please"
    assert reader.answers() == 0
    assert reader.find(".turn").count() == 1


def test_offline_says_so_and_the_question_can_be_asked_again(reader: Reader) -> None:
    reader.forgiven = LOADED
    reader.open()
    reader.page.context.set_offline(True)
    reader.send("How often?")
    reader.find(".trouble").wait_for()
    assert trouble(reader).startswith("You are offline.")
    assert reader.find("textarea").input_value() == "How often?"
    reader.page.context.set_offline(False)
    reader.find(".trouble button").click()

    reader.until(lambda: reader.answers() == 1)
    assert reader.find("textarea").input_value() == ""
    assert [body["message"] for body in reader.host.heard("/chat")] == ["How often?"]


def test_offline_at_opening_is_said_above_the_box(reader: Reader) -> None:
    reader.forgiven = LOADED
    reader.page.route("**/api/**", lambda route: route.abort())
    reader.page.route("**/w/glutebot.js", lambda route: route.abort())
    reader.open()
    reader.find(".notice p").wait_for()
    assert reader.find(".notice").inner_text().startswith("No connection to the assistant.")
    reader.find("textarea").fill("How often?")
    reader.page.unroute("**/api/**")
    reader.find(".notice button").click()
    reader.until(lambda: reader.find(".notice p").count() == 0)

    assert reader.find("textarea").input_value() == "How often?"


NOES = {
    "limit": "You can ask again in 3 hours",
    "busy": "The assistant is busy",
    "too long": "2,000 fit in one message",
    "crash": "That should not have happened",
}


def test_the_server_s_no_is_said_with_what_to_do(reader: Reader) -> None:
    reader.forgiven = LOADED
    reader.open()
    for message, words in NOES.items():
        reader.send(message)
        reader.find(f".trouble:has-text('{words}')").wait_for()
        assert "secret" not in trouble(reader)
        assert reader.find("textarea").input_value() == message
    reader.ask("How often?")

    assert reader.find(".turn").count() == 1


def test_a_limit_is_said_in_the_reader_s_language(visit: Visit, place: Place) -> None:
    reader = visit(place.post(lang="de"))
    reader.forgiven = LOADED
    reader.open()
    reader.send("limit")
    reader.find(".trouble").wait_for()

    assert "in 3 Stunden wieder fragen" in trouble(reader)


def test_a_blog_that_is_not_listed_is_told_so(visit: Visit, place: Place) -> None:
    allowed = list(place.host.origins)
    place.host.origins[:] = []
    try:
        reader = visit()
        reader.forgiven = (*LOADED, "blocked by CORS policy")
        reader.open()
        reader.find(".notice p").wait_for()
        assert "may not use the assistant" in reader.find(".notice").inner_text()
        reader.send("How often?")
        reader.find(".trouble").wait_for()
        assert "may not use the assistant" in trouble(reader)
    finally:
        place.host.origins[:] = allowed


def test_an_unknown_site_is_told_so(visit: Visit, place: Place) -> None:
    reader = visit(place.post(site="unknown"))
    reader.forgiven = LOADED
    reader.open()
    reader.find(".notice p").wait_for()

    assert "may not use the assistant" in reader.find(".notice").inner_text()


def test_a_spent_token_is_renewed_and_the_conversation_goes_on(reader: Reader) -> None:
    reader.forgiven = LOADED
    reader.open()
    reader.ask("first")
    reader.ask("spent", answers=2)
    bodies = reader.host.heard("/chat")

    assert reader.host.paths()[-3:] == ["POST /chat", "POST /widget/session", "POST /chat"]
    assert len({body["conversation"] for body in bodies}) == 1
    assert reader.host.heard("/widget/session")[1]["token"] is not None


def test_a_conversation_that_is_gone_is_begun_anew(reader: Reader) -> None:
    reader.forgiven = LOADED
    reader.open()
    reader.ask("first")
    reader.host.conversations.clear()
    reader.ask("second", answers=2)

    assert len(reader.host.conversations) == 1


def test_a_slow_network_shows_that_something_is_coming(reader: Reader) -> None:
    slow = {"offline": False, "latency": 400, "downloadThroughput": 40_000}
    network = reader.page.context.new_cdp_session(reader.page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", slow | {"uploadThroughput": 10_000})
    reader.find(".launch").click()
    assert reader.style(".launch", "opacity") == "0.6"
    reader.find(".frame[data-state=open]").wait_for()
    assert reader.style(".launch", "opacity") == "1"
    reader.ask("How often?")


def test_a_slow_answer_is_said_to_be_slow_and_a_dead_one_to_be_cut(
    visit: Visit, place: Place
) -> None:
    reader = visit()
    reader.page.clock.install()
    reader.page.goto(place.post())
    reader.find(".launch").click()
    reader.find(".welcome").wait_for()
    reader.send("silent")
    reader.find(".step:has-text('Writing')").wait_for()
    reader.page.clock.run_for(10_000)
    reader.find(".step:has-text('longer than usual')").wait_for()
    reader.page.clock.run_for(40_000)
    reader.find(".trouble").wait_for()

    assert "before the answer was whole" in trouble(reader)
    reader.until(lambda: reader.host.closed == ["silent"])


def test_a_vote_that_does_not_arrive_is_not_called_noted(reader: Reader) -> None:
    reader.forgiven = LOADED
    reader.open()
    reader.ask("How often?")
    reader.page.route("**/api/feedback", lambda route: route.abort())
    reader.find("[aria-label='Helpful']").click()

    reader.find(".actions:has-text('No connection')").wait_for()
