"""Asking, in all the ways that the page has: typed, picked, again, and changed."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import gradio as gr

from glutebot.ui.desk import Desk
from glutebot.ui.layout import Parts
from glutebot.ui.shown import PRIVATE, Shown, address, turn_number, visitor

Updates = AsyncGenerator[list[Any]]


class Conversing:
    """Handlers that stream an answer onto the page.

    Each closes the one below it, so that stopping reaches the model at once.
    """

    def __init__(self, desk: Desk, shown: Shown) -> None:
        self._desk = desk
        self._shown = shown

    async def ask(self, message: str, conversation: str, request: gr.Request) -> Updates:
        """Answer what was typed."""
        async with aclosing(self._stream(request, conversation, message)) as updates:
            async for update in updates:
                yield update

    async def pick(self, conversation: str, picked: gr.SelectData, request: gr.Request) -> Updates:
        """Answer an example or a follow-up."""
        value = picked.value
        text = str(value.get("text", "") if isinstance(value, dict) else value)
        async with aclosing(self._stream(request, conversation, text)) as updates:
            async for update in updates:
                yield update

    async def retry(self, conversation: str, again: gr.RetryData, request: gr.Request) -> Updates:
        """Answer a question once more, as it is kept, in place of its answer."""
        number = turn_number(again.index)
        question = self._desk.question_of(visitor(request), conversation, number)
        async with aclosing(self._stream(request, conversation, question, number - 1)) as updates:
            async for update in updates:
                yield update

    async def edit(self, conversation: str, edited: gr.EditData, request: gr.Request) -> Updates:
        """Answer a changed question in place of the old one and of all that came after."""
        keep, text = turn_number(edited.index) - 1, str(edited.value)
        async with aclosing(self._stream(request, conversation, text, keep)) as updates:
            async for update in updates:
                yield update

    def stop(self, conversation: str, request: gr.Request) -> list[Any]:
        """Show what is left when an answer was stopped."""
        return self._shown.updates(self._desk.stopped(visitor(request), conversation))

    async def _stream(
        self, request: gr.Request, conversation: str, message: str, keep: int | None = None
    ) -> Updates:
        views = self._desk.ask(visitor(request), address(request), conversation, message, keep=keep)
        async with aclosing(views):
            async for view in views:
                yield self._shown.updates(view)


def wire_asking(desk: Desk, parts: Parts, shown: Shown) -> None:
    """Connect what can be asked with, and the button that stops it."""
    box, chat, current = parts.foot.box, parts.chat, parts.foot.current
    act = Conversing(desk, shown)
    once: dict[str, Any] = {**PRIVATE, "outputs": shown.outputs, "trigger_mode": "once"}
    running: list[Any] = [
        box.submit(act.ask, [box, current], **once),
        chat.option_select(act.pick, current, **once),
        chat.example_select(act.pick, current, **once),
        chat.retry(act.retry, current, **once),
        chat.edit(act.edit, current, **once),
    ]
    box.stop(act.stop, current, shown.outputs, cancels=running, **PRIVATE)
