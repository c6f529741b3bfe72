"""From a view to updates of the parts that show it."""

from typing import Any

import gradio as gr

from glutebot.api.visitors import address_of, visitor_of
from glutebot.ui import words
from glutebot.ui.layout import Parts
from glutebot.ui.presenters import View
from glutebot.ui.rendering import render_line

PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
"""How every event is wired: not offered as an API, and without a spinner over the page."""


class Shown:
    """Maps a view onto the parts that show it, in one fixed order."""

    def __init__(self, parts: Parts) -> None:
        self.outputs = [
            parts.chat,
            parts.foot.current,
            parts.head.title,
            parts.side.listed,
            parts.foot.box,
            parts.foot.notice,
            parts.head.rename,
            parts.head.delete.ask,
            parts.head.delete.row,
            parts.head.row,
            parts.reasons.panel,
            parts.reasons.voted,
        ]

    def updates(self, view: View) -> list[Any]:
        """Return the update of each output, `gr.skip()` where nothing changes."""
        return [
            _chat_update(view),
            _or_skip(view.conversation),
            _line_update(view.title),
            _list_update(view),
            _box_update(view),
            _line_update(view.notice),
            *_head_updates(view),
            gr.skip() if view.voted is None else gr.Column(visible=bool(view.voted)),
            _or_skip(view.voted),
        ]


def _or_skip(value: object) -> Any:
    return gr.skip() if value is None else value


def _line_update(text: str | None) -> Any:
    return gr.skip() if text is None else render_line(text)


def _chat_update(view: View) -> Any:
    if view.messages is None:
        return gr.skip()
    messages: Any = view.messages
    if view.votes is None:
        return gr.Chatbot(value=messages)
    return gr.Chatbot(value=messages, feedback_value=view.votes)


def _list_update(view: View) -> Any:
    if view.listed is None:
        return gr.skip()
    known = [identity for _, identity in view.listed]
    open_one = view.conversation if view.conversation in known else None
    return gr.Radio(choices=view.listed, value=open_one)


def _box_update(view: View) -> Any:
    changes: dict[str, Any] = {}
    if view.draft is not None:
        changes["value"] = view.draft
    if view.busy is not None:
        changes["submit_btn"] = False if view.busy else words.ASK
        changes["stop_btn"] = words.STOP if view.busy else False
    return gr.Textbox(**changes) if changes else gr.skip()


def _head_updates(view: View) -> list[Any]:
    if view.title is None:
        return [gr.skip()] * 4
    open_one = bool(view.conversation)
    return [
        gr.Button(visible=open_one),
        gr.Button(visible=open_one),
        gr.Column(visible=False),
        gr.Row(visible=False),
    ]


def visitor(request: gr.Request) -> str:
    """Return who acts."""
    assert request.request is not None
    return visitor_of(request.request)


def address(request: gr.Request) -> str:
    """Return the address that the act comes from."""
    assert request.request is not None
    return address_of(request.request)


def turn_number(index: int | tuple[int, int]) -> int:
    """Return the turn that a message belongs to: a question and its answer make one."""
    place = index[0] if isinstance(index, tuple | list) else index
    return int(place) // 2 + 1
