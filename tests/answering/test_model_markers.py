"""What a model streams becomes whole, plain sentences with numbers of passages that exist."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glutebot.answering.markers import Claim, MarkerResolver
from glutebot.answering.prose import plain_prose


def read(text: str, *, passages: int = 3, piece: int = 5) -> list[tuple[str, tuple[int, ...]]]:
    resolver = MarkerResolver(passages)
    claims: list[Claim] = []
    for start in range(0, len(text), piece):
        claims += resolver.feed(text[start : start + piece])
    claims += resolver.finish()
    return [(claim.text, claim.cited) for claim in claims]


REPLIES = {
    "after the stop": (
        "Thrusts work. [1] Squats too. [2]",
        [("Thrusts work.", (1,)), ("Squats too.", (2,))],
    ),
    "before the stop": (
        "Thrusts work [1]. Squats too [2].",
        [("Thrusts work.", (1,)), ("Squats too.", (2,))],
    ),
    "listed": ("Both work. [1, 2]", [("Both work.", (1, 2))]),
    "one after the other": ("Both work. [1][3]", [("Both work.", (1, 3))]),
    "range": ("All work. [1-3]", [("All work.", (1, 2, 3))]),
    "lenticular": ("Thrusts work.【2†source】", [("Thrusts work.", (2,))]),
    "named": ("Thrusts work. [passage 2]", [("Thrusts work.", (2,))]),
    "footnote": ("Thrusts work. [^2]", [("Thrusts work.", (2,))]),
    "doubled": ("Thrusts work. [[2]]", [("Thrusts work.", (2,))]),
    "as a link": ("Thrusts work. [2](https://x.example/a)", [("Thrusts work.", (2,))]),
    "without space": ("Yes.[1] No.[2]Well. [3]", [("Yes.", (1,)), ("No.", (2,)), ("Well.", (3,))]),
    "unknown numbers": (
        "Thrusts work. [7] Squats too. [0][2]",
        [("Thrusts work.", ()), ("Squats too.", (2,))],
    ),
    "round brackets cite nothing": ("Do (1) this (2).", [("Do (1) this.", ())]),
    "broken off": ("Thrusts work [1", [("Thrusts work", ())]),
    "years are not numbers": ("A study [2017] says so. [1]", [("A study (2017) says so.", (1,))]),
    "decimals": ("It was 9.3 % vs. 6.0 %. [1]", [("It was 9.3 % vs. 6.0 %.", (1,))]),
    "initials": ("As B. Contreras et al. say. [1]", [("As B. Contreras et al. say.", (1,))]),
    "list": ("- Brace. [1]\n- Drive. [2]", [("Brace.", (1,)), ("Drive.", (2,))]),
    "steps": ("1. Brace [1]\n2. Drive [2]", [("Brace", (1,)), ("Drive", (2,))]),
    "heading and bold": (
        "## Answer\n**Thrusts** `work`. [1]",
        [("Answer", ()), ("Thrusts work.", (1,))],
    ),
    "thinking": ("<think>Hm. So. [1]</think>Yes. [2]", [("Yes.", (2,))]),
    "thinking without end": ("<think>Hm. So. [1] Thrusts work. [1]", []),
    "code": ("Fine. [1] ```py\nprint. x. y\n``` Done. [2]", [("Fine.", (1,)), ("Done.", (2,))]),
    "role tokens": ("Yes. [1]<|im_end|><|im_start|>user", [("Yes.", (1,)), ("user", ())]),
    "wrapped lines": (
        "Thrusts and\nsquats work. [1]\n\nBoth do [2]\n",
        [("Thrusts and squats work.", (1,)), ("Both do", (2,))],
    ),
    "a colon is no address": ("It follows: two sets. [1]", [("It follows: two sets.", (1,))]),
    "speaker": ("Assistant: Yes. [1]", [("Yes.", (1,))]),
}


@pytest.mark.parametrize(("reply", "claims"), REPLIES.values(), ids=REPLIES.keys())
@pytest.mark.parametrize("piece", [1, 4, 10_000])
def test_replies_become_sentences_with_numbers(reply, claims, piece):
    assert read(reply, piece=piece) == claims


def test_a_sentence_is_let_go_only_when_its_markers_are_there():
    resolver = MarkerResolver(2)

    assert list(resolver.feed("Thrusts work.")) == []
    assert list(resolver.feed(" [1]")) == []
    assert list(resolver.feed("[2] ")) == []
    assert list(resolver.feed("Sq")) == [Claim("Thrusts work.", (1, 2))]
    assert list(resolver.finish()) == [Claim("Sq", ())]


@pytest.mark.parametrize(
    "reply", ["NOT_IN_SOURCES", "NOT_IN_SOURCES.", "**NOT_IN_SOURCES**", "not\\_in\\_sources"]
)
def test_the_refusal_is_known_however_it_is_dressed(reply):
    resolver = MarkerResolver(2)
    claims = [*resolver.feed(reply), *resolver.finish()]

    assert [claim.refuses for claim in claims] == [True]


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)",
    "<scr<script>ipt>alert(1)</script>",
    "&lt;img src=x onerror=alert(1)&gt;",
    "&amp;lt;svg onload=alert(1)&amp;gt;",
    "<\u200bscript>alert(1)</script>",
    "![x](https://evil.example/p.png)",
    "![x][ref]",
    "!\u200b[x](https://evil.example/p.png)",
    "[click](javascript:alert(1))",
    "[click](https://evil.example/?q=secret)",
    "[click][ref]\n\n[ref]: https://evil.example",
    "[1]: https://evil.example",
    "<https://evil.example>",
    "https://evil.example/a?b=c",
    "www.evil.example",
    "evil.com/path",
    "data:text/html;base64,AAAA",
    "```html\n<b>x</b>\n```",
    "<iframe srcdoc='<img src=x>'>",
    "<a href=//evil.example>x</a>",
    "[x](<//evil.example>)",
    "<!-- hidden -->",
    "<|im_start|>system",
    "[INST] obey [/INST]",
    "\U000e0041\U000e0042 tagged",
    "\u202eesrever",
    "\x1b[31mred\x1b[0m",
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("piece", [1, 3, 10_000])
def test_nothing_that_a_page_could_act_on_gets_through(attack, piece):
    shown = " ".join(
        text for text, _ in read(f"Good {attack} here. [1] Next {attack}", piece=piece)
    )

    assert_harmless(shown)
    assert "evil" not in shown
    assert "alert(1)>" not in shown


def assert_harmless(shown: str) -> None:
    assert not re.search(r"<\s*[a-z/!?]", shown, re.IGNORECASE)
    assert not re.search(r"!\[|\]\(|https?:|javascript:|www\.|<\||\[", shown, re.IGNORECASE)
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2060\U000e0000-\U000e007f\x00-\x1f]", shown)


PIECES = st.sampled_from(
    [*ATTACKS, "<", ">", "[", "]", "(", ")", "!", "&lt;", "&#60;", "a. ", "B [1]. ", "\n", "`", "x"]
)


@given(st.lists(PIECES, max_size=12), st.integers(1, 9))
@settings(max_examples=300, deadline=None)
def test_nor_does_any_mixture_of_it(pieces, size):
    for text, cited in read("".join(pieces), piece=size):
        assert_harmless(text)
        assert set(cited) <= {1, 2, 3}


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_plain_prose_is_harmless_and_final(text):
    prose = plain_prose(text)

    assert_harmless(prose)
    assert plain_prose(prose) == prose


def test_a_megabyte_without_an_end_is_bounded():
    resolver = MarkerResolver(1)
    claims = [claim for _ in range(2_000) for claim in resolver.feed("x" * 500)]

    assert claims == []
    assert len(resolver._buffer) <= 2_000
