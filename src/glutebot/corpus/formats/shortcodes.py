"""Take out what a blog's software would have replaced: shortcodes and template tags."""

import re
from collections.abc import Callable

Strip = Callable[[str], str]

_VERBATIM = re.compile(
    r"<(pre|code)\b[^>]*>.*?</\1\s*>|\[code\b[^\]\n]{0,200}\].*?\[/code\]|```.*?```|`[^`\n]+`",
    re.DOTALL | re.IGNORECASE,
)
"""Samples of code show shortcodes instead of using them."""
_KNOWN = (
    "audio|video|playlist|gallery|embed|caption|wp_caption|contact-form(?:-7)?|contact-field|"
    "youtube|vimeo|tweet|twitter|instagram|facebook|soundcloud|spotify|gist|googlemaps|"
    "slideshow|recent_posts|archives|polldaddy|ted|wpvideo|videopress|toc|more|nextpage|"
    "column|columns|row|button|spoiler|su_\\w+|vc_\\w+|et_pb_\\w+|fusion_\\w+|av_\\w+|"
    "elementor-template|ninja_form|gravityform|wpforms|products?|woocommerce_\\w+|adrotate|ad"
)
_VALUE = r"""(?:"[^"]*"|'[^']*'|“[^”]*”|″[^″]*″|[^\s\]"'“]+)"""
_WITH_VALUES = re.compile(rf"""\[[a-zA-Z][\w-]{{0,60}}(?:\s+{_VALUE})*?\s+[\w-]+\s*=\s*{_VALUE}"""
                          rf"""(?:\s+[\w-]+\s*=\s*{_VALUE}|\s+{_VALUE})*\s*/?\]""")  # fmt: skip
_BARE = re.compile(rf"\[/?(?:{_KNOWN})(?:[\s:][^\[\]]*)?/?\]", re.IGNORECASE)
_CLOSED = re.compile(r"\[/([a-zA-Z][\w-]{0,60})\]")
_SELF_CLOSED = re.compile(r"\[[a-zA-Z][\w-]{0,60}[^\[\]]*/\]")
_ESCAPED = re.compile(r"\[(\[[a-zA-Z/][^\[\]]*\])\]")
_TEMPLATE = re.compile(r"\{\{[<%]?[^{}]{0,2000}[>%]?\}\}|\{%[^{}]{0,2000}%\}")
_CODE_TAGS = re.compile(r"\[/?code\b[^\]\n]{0,200}\]", re.IGNORECASE)


def strip_shortcodes(markup: str) -> str:
    """Return WordPress markup without its shortcodes; what they enclose stays, as does code."""
    if "[" not in markup:
        return markup
    return _outside_code(markup, _without_shortcodes)


def strip_templating(markdown: str) -> str:
    """Return Markdown without the tags of Hugo, Jekyll and their kin."""
    return _outside_code(markdown, lambda text: _TEMPLATE.sub(" ", text))


def _outside_code(text: str, strip: Strip) -> str:
    parts: list[str] = []
    start = 0
    for sample in _VERBATIM.finditer(text):
        parts += [strip(text[start : sample.start()]), _as_code(sample[0])]
        start = sample.end()
    return "".join([*parts, strip(text[start:])])


def _as_code(sample: str) -> str:
    if not sample.startswith("["):
        return sample
    inside = _CODE_TAGS.sub("", sample).replace("<", "&lt;")
    return f"<pre>{inside}</pre>"


def _without_shortcodes(text: str) -> str:
    closed = {name.lower() for name in _CLOSED.findall(text)}
    kept = _ESCAPED.sub(lambda found: found[1].replace("[", "\0").replace("]", "\1"), text)
    for pattern in (_WITH_VALUES, _BARE, _SELF_CLOSED):
        kept = pattern.sub("", kept)
    for name in closed:
        kept = re.sub(rf"\[/?{re.escape(name)}(?:\s[^\[\]]*)?\]", "", kept, flags=re.IGNORECASE)
    return kept.replace("\0", "[").replace("\1", "]")
