"""Take out what a blog's software would have replaced: shortcodes and template tags.

Every search here looks ahead over a bounded stretch, so that no text makes it slow.
"""

import re
from collections.abc import Callable, Iterator

Strip = Callable[[str], str]

_LONGEST = 1500
"""Characters of one shortcode with all its values."""
_OPENING = re.compile(r"<(pre|code)\b|\[(code)\b|(```)|`[^`\n]{1,1000}`", re.IGNORECASE)
"""Samples of code show shortcodes instead of using them."""
_KNOWN = re.compile(
    "audio|video|playlist|gallery|embed|caption|wp_caption|contact-form(?:-7)?|contact-field|"
    "youtube|vimeo|tweet|twitter|instagram|facebook|soundcloud|spotify|gist|googlemaps|"
    "slideshow|recent_posts|archives|polldaddy|ted|wpvideo|videopress|toc|more|nextpage|"
    "columns?|row|spoiler|(?:su|vc|et_pb|fusion|av|woocommerce)_[\\w-]+|"
    "elementor-template|ninja_form|gravityform|wpforms|adrotate",
    re.IGNORECASE,
)
_SHORTCODE = re.compile(
    r"""\[(/?)([a-zA-Z][\w-]{0,60})((?:"[^"]*"|'[^']*'|[^\[\]"'])*)\](?![(\[:])"""
)
_START = re.compile(r"\[(?=/?[a-zA-Z])")
_CLOSED = re.compile(r"\[/([a-zA-Z][\w-]{0,60})\]")
_GIVEN = re.compile(r"(?:^|\s)[\w-]+=\S|^[\s:]+https?://|/$")
"""A value with a name, an address, or the slash that closes."""
_ESCAPED = re.compile(r"\[(?=\[[a-zA-Z/][^\[\]]{0,400}\]\])")
_TEMPLATE = re.compile(r"\{\{[^{}]{0,2000}\}\}|\{%[^{}]{0,2000}%\}")
_CODE_TAGS = re.compile(r"\[/?code\b[^\]\n]{0,200}\]", re.IGNORECASE)


def strip_shortcodes(markup: str) -> str:
    """Return WordPress markup without its shortcodes; what they enclose stays, as does code."""
    if "[" not in markup:
        return markup
    closed = {name.lower() for name in _CLOSED.findall(markup)}
    return _outside_code(markup, lambda text: "".join(_without_shortcodes(text, closed)))


def strip_templating(markdown: str) -> str:
    """Return Markdown without the tags of Hugo, Jekyll and their kin."""
    if "{" not in markdown:
        return markdown
    return _outside_code(markdown, lambda text: _TEMPLATE.sub(" ", text))


def _outside_code(text: str, strip: Strip) -> str:
    parts: list[str] = []
    start = 0
    for begins, ends in _samples(text):
        parts += [strip(text[start:begins]), _as_code(text[begins:ends])]
        start = ends
    return "".join([*parts, strip(text[start:])])


def _samples(text: str) -> Iterator[tuple[int, int]]:
    """Yield where samples of code begin and end; one that never ends is none."""
    endless: set[str] = set()
    place = 0
    while found := _OPENING.search(text, place):
        place = found.end()
        closing = _closing(found)
        if closing in endless:
            continue
        end = re.compile(closing, re.IGNORECASE).search(text, place)
        if end:
            place = end.end()
            yield found.start(), place
        else:
            endless.add(closing)


def _closing(opening: re.Match[str]) -> str:
    tag, code, fence = opening.groups()
    return rf"</{tag.lower()}\s{{0,9}}>" if tag else r"\[/code\]" if code else fence or ""


def _as_code(sample: str) -> str:
    if not sample.startswith("["):
        return sample
    inside = _CODE_TAGS.sub("", sample).replace("<", "&lt;")
    return f"<pre>{inside}</pre>"


def _without_shortcodes(text: str, closed: set[str]) -> Iterator[str]:
    start = 0
    shown = {found.start() + 1 for found in _ESCAPED.finditer(text)}
    place = 0
    while found := _START.search(text, place):
        place = found.end()
        if found.start() in shown:
            yield text[start : found.start() - 1]  # WordPress shows [[name]] as [name]
            start = text.index("]]", place) + 1
            yield text[found.start() : start]
            start += 1
            place = start
            continue
        code = _SHORTCODE.match(text, found.start(), found.start() + _LONGEST)
        if code and _is_shortcode(code, closed):
            yield text[start : found.start()]
            start = place = code.end()
    yield text[start:]


def _is_shortcode(found: re.Match[str], closed: set[str]) -> bool:
    slash, name, values = found.groups()
    if name.lower() in closed or _KNOWN.fullmatch(name):
        return True
    return not slash and _GIVEN.search(values) is not None
