"""The page: its parts, and what happens when a visitor acts on one."""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported

from collections.abc import Callable
from typing import Any

import gradio as gr

from glutebot.api.asking import Asking
from glutebot.api.contract import Services
from glutebot.ui.asker import Asker
from glutebot.ui.conversing import wire_asking
from glutebot.ui.desk import Desk
from glutebot.ui.layout import Confirmed, Parts, lay_out
from glutebot.ui.presenters import present_status
from glutebot.ui.rendering import render_line
from glutebot.ui.shown import PRIVATE, Shown, turn_number, visitor

CONCURRENT_EVENTS = 64
"""Acts of visitors that are worked on at once; Gradio's own default is one."""
WAITING_EVENTS = 256
"""Acts that may wait; beyond that a visitor is told to come back."""


def build_page(asking: Asking) -> gr.Blocks:
    """Build the page over what takes its questions."""
    services = asking.services
    asker, desk = Asker(asking), Desk(services)
    page: gr.Blocks = gr.Blocks(title="Glutebot", analytics_enabled=False, fill_width=True)
    with page:
        parts = lay_out(services.example_questions())
        shown = Shown(parts)
        wire_asking(asker, desk, parts, shown)
        _wire_list(desk, parts, shown)
        _wire_head(desk, parts, shown)
        _wire_votes(desk, parts, shown)
        _wire_load(page, desk, services, parts, shown)
    page.queue(default_concurrency_limit=CONCURRENT_EVENTS, max_size=WAITING_EVENTS)
    # Without this Gradio believes that no server runs yet and hands out any file it is asked for.
    page.has_launched = True
    return page


def _wire_list(desk: Desk, parts: Parts, shown: Shown) -> None:
    def open_one(picked: gr.SelectData, request: gr.Request) -> list[Any]:
        return shown.updates(desk.open(visitor(request), str(picked.value)))

    def start(request: gr.Request) -> list[Any]:
        return shown.updates(desk.start(visitor(request)))

    def erase(request: gr.Request) -> list[Any]:
        return shown.updates(desk.erase(visitor(request)))

    parts.side.listed.select(open_one, None, shown.outputs, **PRIVATE)
    parts.side.new.click(start, None, shown.outputs, **PRIVATE)
    _confirm(parts.side.erase, erase, [], shown)


def _wire_head(desk: Desk, parts: Parts, shown: Shown) -> None:
    head, current = parts.head, parts.foot.current

    def rename(title: str, conversation: str, request: gr.Request) -> list[Any]:
        return shown.updates(desk.rename(visitor(request), conversation, title))

    def delete(conversation: str, request: gr.Request) -> list[Any]:
        return shown.updates(desk.delete(visitor(request), conversation))

    def begin(conversation: str, request: gr.Request) -> list[Any]:
        return [gr.Row(visible=True), desk.title(visitor(request), conversation)]

    head.rename.click(begin, current, [head.row, head.name], **PRIVATE)
    head.cancel.click(lambda: gr.Row(visible=False), None, head.row, **PRIVATE)
    for trigger in (head.save.click, head.name.submit):
        trigger(rename, [head.name, current], shown.outputs, **PRIVATE)
    _confirm(head.delete, delete, [current], shown)


def _confirm(
    button: Confirmed, act: Callable[..., list[Any]], inputs: list[Any], shown: Shown
) -> None:
    """Let a button ask first, and act on yes."""
    button.ask.click(lambda: gr.Column(visible=True), None, button.row, **PRIVATE)
    button.no.click(lambda: gr.Column(visible=False), None, button.row, **PRIVATE)
    done = button.yes.click(act, inputs, shown.outputs, **PRIVATE)
    done.then(lambda: gr.Column(visible=False), None, button.row, **PRIVATE)


def _wire_votes(desk: Desk, parts: Parts, shown: Shown) -> None:
    panel = parts.reasons

    def vote(conversation: str, liked: gr.LikeData, request: gr.Request) -> list[Any]:
        number = turn_number(liked.index)
        value = liked.liked if isinstance(liked.liked, bool) else None
        return shown.updates(desk.vote(visitor(request), conversation, number, value))

    def explain(answer: str, reason: str, comment: str, request: gr.Request) -> list[Any]:
        view = desk.explain(visitor(request), answer, reason or "", comment or "")
        return [*shown.updates(view), None, ""]

    parts.chat.like(vote, parts.foot.current, shown.outputs, **PRIVATE)
    panel.send.click(
        explain,
        [panel.voted, panel.reason, panel.comment],
        [*shown.outputs, panel.reason, panel.comment],
        **PRIVATE,
    )
    panel.close.click(lambda: gr.Column(visible=False), None, panel.panel, **PRIVATE)


def _wire_load(page: gr.Blocks, desk: Desk, services: Services, parts: Parts, shown: Shown) -> None:
    def status() -> list[Any]:
        now = services.status()
        return [render_line(present_status(now)), gr.Timer(active=not now.ready)]

    def load(request: gr.Request) -> list[Any]:
        return [*shown.updates(desk.load(visitor(request))), *status()]

    line = [parts.foot.status, parts.foot.clock]
    page.load(load, None, [*shown.outputs, *line], **PRIVATE)
    parts.foot.clock.tick(status, None, line, **PRIVATE)
