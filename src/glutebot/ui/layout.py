"""Where the parts of the page stand."""

from collections.abc import Sequence
from dataclasses import dataclass

import gradio as gr

from glutebot.ui import words


@dataclass(frozen=True)
class Confirmed:
    """A button that asks once more before it acts."""

    ask: gr.Button
    row: gr.Column
    yes: gr.Button
    no: gr.Button


@dataclass(frozen=True)
class Side:
    """The list of conversations; a drawer on a phone."""

    new: gr.Button
    listed: gr.Radio
    erase: Confirmed


@dataclass(frozen=True)
class Head:
    """The line over the conversation, and what can be done with all of it."""

    title: gr.Markdown
    rename: gr.Button
    row: gr.Row
    name: gr.Textbox
    save: gr.Button
    cancel: gr.Button
    delete: Confirmed


@dataclass(frozen=True)
class Reasons:
    """The question after a bad vote."""

    panel: gr.Column
    voted: gr.Textbox
    """The id of the answer that the vote is about."""
    reason: gr.Radio
    comment: gr.Textbox
    send: gr.Button
    close: gr.Button


@dataclass(frozen=True)
class Foot:
    """Where a visitor types, and the lines around it."""

    notice: gr.Markdown
    box: gr.Textbox
    status: gr.Markdown
    clock: gr.Timer
    current: gr.Textbox
    """The id of the open conversation; the page keeps it, storage decides whose it is."""
    ticket: gr.Textbox
    """The number under which the question on its way is known to the server."""


@dataclass(frozen=True)
class Parts:
    """Every part of the page that something happens to."""

    side: Side
    head: Head
    chat: gr.Chatbot
    reasons: Reasons
    foot: Foot


def lay_out(examples: Sequence[str]) -> Parts:
    """Place the parts: the list of conversations at the side, the chat in the middle."""
    with gr.Row(elem_id="gb-app", equal_height=False):
        with gr.Column(elem_id="gb-side", scale=0, min_width=0):
            side = _lay_out_side()
        with gr.Column(elem_id="gb-main", scale=1, min_width=0):
            head = _lay_out_head()
            chat = _make_chat(examples)
            reasons = _lay_out_reasons()
            foot = _lay_out_foot()
    return Parts(side, head, chat, reasons, foot)


def _lay_out_side() -> Side:
    new = gr.Button(words.NEW, elem_id="gb-new")
    listed = gr.Radio(
        choices=[], label=words.LIST, elem_id="gb-list", container=False, interactive=True
    )
    erase = _confirmed("gb-erase", words.ERASE, words.ERASE_ASK, words.ERASE_YES)
    return Side(new, listed, erase)


def _lay_out_head() -> Head:
    with gr.Row(elem_id="gb-head"):
        gr.Button(words.MENU, elem_id="gb-menu", size="sm")
        title = gr.Markdown(words.TITLE_EMPTY, elem_id="gb-title")
        rename = gr.Button("Rename", elem_id="gb-rename", size="sm", visible=False)
        delete = _confirmed("gb-delete", "Delete", words.DELETE_ASK, words.DELETE_YES)
    with gr.Row(elem_id="gb-name-row", visible=False) as row:
        name = gr.Textbox(label="New title", container=False, elem_id="gb-name")
        save = gr.Button("Save", size="sm", variant="primary", elem_id="gb-name-save")
        cancel = gr.Button("Cancel", size="sm", elem_id="gb-name-cancel")
    return Head(title, rename, row, name, save, cancel, delete)


def _confirmed(name: str, label: str, question: str, yes: str) -> Confirmed:
    ask = gr.Button(label, elem_id=name, size="sm", visible=name == "gb-erase")
    with gr.Column(elem_id=f"{name}-row", elem_classes="gb-confirm", visible=False) as row:
        gr.Markdown(question)
        with gr.Row():
            agree = gr.Button(yes, size="sm", variant="stop", elem_id=f"{name}-yes")
            refuse = gr.Button("Keep", size="sm", elem_id=f"{name}-no")
    return Confirmed(ask, row, agree, refuse)


def _make_chat(examples: Sequence[str]) -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="gb-chat",
        label=words.CHAT,
        show_label=False,
        container=False,
        height=None,
        buttons=[],
        editable="user",
        feedback_options=("Like", "Dislike"),
        layout="panel",
        autoscroll=False,
        placeholder=words.WELCOME,
        examples=[{"text": question} for question in examples],
        sanitize_html=True,
        allow_tags=False,
        latex_delimiters=[],
        allow_file_downloads=False,
        group_consecutive_messages=False,
    )


def _lay_out_reasons() -> Reasons:
    with gr.Column(elem_id="gb-reasons", visible=False) as panel:
        voted = gr.Textbox(visible="hidden", elem_id="gb-voted")
        reason = gr.Radio(list(words.REASONS), label=words.REASON_ASK, elem_id="gb-reason")
        comment = gr.Textbox(
            label=words.COMMENT,
            placeholder=words.COMMENT,
            elem_id="gb-comment",
            lines=1,
            max_lines=3,
            container=False,
        )
        with gr.Row():
            send = gr.Button("Send", size="sm", variant="primary", elem_id="gb-reason-send")
            close = gr.Button("No, thanks", size="sm", elem_id="gb-reason-close")
    return Reasons(panel, voted, reason, comment, send, close)


def _lay_out_foot() -> Foot:
    with gr.Column(elem_id="gb-foot"):
        notice = gr.Markdown("", elem_id="gb-notice")
        box = gr.Textbox(
            label=words.PLACEHOLDER,
            show_label=False,
            container=False,
            placeholder=words.PLACEHOLDER,
            lines=1,
            max_lines=8,
            submit_btn=words.ASK,
            elem_id="gb-box",
        )
        gr.Markdown(words.HINT, elem_id="gb-hint")
        status = gr.Markdown("", elem_id="gb-status")
        current = gr.Textbox(visible="hidden", elem_id="gb-current")
        ticket = gr.Textbox(visible="hidden", elem_id="gb-ticket")
        clock = gr.Timer(3.0, active=False)
    return Foot(notice, box, status, clock, current, ticket)
