"""Asking, in all the ways that the page has: typed, picked, again, and changed."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import gradio as gr

from glutebot.ui.asker import Asker
from glutebot.ui.desk import Desk
from glutebot.ui.layout import Parts
from glutebot.ui.shown import PRIVATE, Shown, address, turn_number, visitor


class Conversing:
    """Handlers that put a question and its growing answer onto the page."""

    def __init__(self, asker: Asker, desk: Desk, shown: Shown) -> None:
        self._asker = asker
        self._desk = desk
        self._shown = shown

    def ask(self, message: str, conversation: str, request: gr.Request) -> list[Any]:
        """Begin with what was typed."""
        return self._begin(request, conversation, message)

    def pick(self, conversation: str, picked: gr.SelectData, request: gr.Request) -> list[Any]:
        """Begin with an example or a follow-up."""
        value = picked.value
        text = str(value.get("text", "") if isinstance(value, dict) else value)
        return self._begin(request, conversation, text)

    def retry(self, conversation: str, again: gr.RetryData, request: gr.Request) -> list[Any]:
        """Ask a question once more, as it is kept, in place of its answer."""
        number = turn_number(again.index)
        question = self._desk.question_of(visitor(request), conversation, number)
        return self._begin(request, conversation, question, number - 1)

    def edit(self, conversation: str, edited: gr.EditData, request: gr.Request) -> list[Any]:
        """Ask a changed question in place of the old one and of all that came after."""
        keep, text = turn_number(edited.index) - 1, str(edited.value)
        return self._begin(request, conversation, text, keep)

    def _begin(
        self, request: gr.Request, conversation: str, message: str, keep: int | None = None
    ) -> list[Any]:
        view, ticket = self._asker.begin(
            visitor(request), address(request), conversation, message, keep=keep
        )
        return [*self._shown.updates(view), ticket]

    async def grow(self, ticket: str, request: gr.Request) -> AsyncGenerator[Any]:
        """Grow the answer; closing this closes all below it, down to the model."""
        grown = False
        async with aclosing(self._asker.grow(visitor(request), ticket)) as states:
            async for messages in states:
                grown = True
                yield messages
        if not grown:
            yield gr.skip()

    def finish(self, ticket: str, request: gr.Request) -> list[Any]:
        """Show the whole answer, its votes and the list."""
        return self._shown.updates(self._asker.finish(visitor(request), ticket))

    def stop(self, conversation: str, request: gr.Request) -> list[Any]:
        """Show what is left when an answer was stopped."""
        return self._shown.updates(self._desk.stopped(visitor(request), conversation))


def wire_asking(asker: Asker, desk: Desk, parts: Parts, shown: Shown) -> None:
    """Connect what can be asked with, and the button that stops it."""
    box, chat, current, ticket = parts.foot.box, parts.chat, parts.foot.current, parts.foot.ticket
    act = Conversing(asker, desk, shown)
    once: dict[str, Any] = {**PRIVATE, "outputs": [*shown.outputs, ticket], "trigger_mode": "once"}
    begun = [
        box.submit(act.ask, [box, current], **once),
        chat.option_select(act.pick, current, **once),
        chat.example_select(act.pick, current, **once),
        chat.retry(act.retry, current, **once),
        chat.edit(act.edit, current, **once),
    ]
    growing: list[Any] = [event.then(act.grow, ticket, chat, **PRIVATE) for event in begun]
    for event in growing:
        event.then(act.finish, ticket, shown.outputs, **PRIVATE)
    box.stop(act.stop, current, shown.outputs, cancels=growing, **PRIVATE)
