"""Read knowledge files: YAML front matter that is checked, then a Markdown body."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from rapidfuzz.process import extractOne

from glutebot.corpus.blocks import defuse
from glutebot.domain.articles import Article
from glutebot.errors import KnowledgeError

MAX_FILE_BYTES = 1_000_000
"""A knowledge file over this size is refused: it is one topic, not a library."""

_FENCE = "---"


def find_article_files(folder: Path) -> list[Path]:
    """List the Markdown files of a knowledge folder (or the one file named), in stable order.

    `safety/` and `protocols/` hold reviewed texts and tables, not articles, and are left out.

    Raises:
        KnowledgeError: the folder is not there.
    """
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise KnowledgeError("there is no such folder.", field=str(folder), remedy="Name one.")
    return sorted(
        path
        for path in folder.rglob("*.md")
        if not {"safety", "protocols"} & set(path.relative_to(folder).parts[:-1])
        and path.name.lower() != "readme.md"
    )


def load_articles(folder: Path) -> list[Article]:
    """Load every article of a folder.

    Raises:
        KnowledgeError: a file is unusable, or two files have one id; names file and key.
    """
    loaded = [(path, load_article(path)) for path in find_article_files(folder)]
    refuse_twins(loaded)
    return [article for _, article in loaded]


def try_articles(folder: Path) -> tuple[list[tuple[Path, Article]], list[KnowledgeError]]:
    """Load what can be loaded and return the faults of the rest beside it."""
    loaded: list[tuple[Path, Article]] = []
    faults: list[KnowledgeError] = []
    for path in find_article_files(folder):
        try:
            article = load_article(path)
            refuse_twins([*((p, a) for p, a in loaded if a.id == article.id), (path, article)])
            loaded.append((path, article))
        except KnowledgeError as fault:
            faults.append(fault)
    return loaded, faults


def refuse_twins(loaded: Iterable[tuple[Path, Article]]) -> None:
    """Raise KnowledgeError when two files carry one id."""
    seen: dict[str, Path] = {}
    for path, article in loaded:
        if article.id in seen:
            raise KnowledgeError(
                f"the id `{article.id}` is taken by {seen[article.id].name}.",
                field=f"{path.name} › id",
                remedy="Give every article an id of its own.",
            )
        seen[article.id] = path


def load_article(path: Path) -> Article:
    """Load one knowledge file.

    Raises:
        KnowledgeError: size, encoding, front matter or schema are at fault; names file and key.
    """
    header, body = split_front_matter(read_text(path), path.name)
    if not body.strip():
        raise KnowledgeError(
            "there is no text below the front matter.",
            field=path.name,
            remedy="Write the article, or remove the file.",
        )
    return build_article(header, body, path.name)


def read_text(path: Path) -> str:
    """Read a knowledge file as UTF-8 text, without a byte-order mark and with `\\n` line ends."""
    try:
        raw = path.read_bytes()
    except OSError as fault:
        raise KnowledgeError(f"cannot be read ({fault.strerror}).", field=path.name) from fault
    if len(raw) > MAX_FILE_BYTES:
        raise KnowledgeError(
            f"has {len(raw):,} bytes; {MAX_FILE_BYTES:,} is the limit.",
            field=path.name,
            remedy="Split it into one file a topic.",
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise KnowledgeError(f"is not UTF-8 (byte {fault.start}).", field=path.name,
                             remedy="Save it as UTF-8.") from fault  # fmt: skip
    if "\x00" in text:
        raise KnowledgeError("holds a NUL character.", field=path.name, remedy="Remove it.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def split_front_matter(text: str, name: str) -> tuple[dict[str, Any], str]:
    """Split a knowledge file's text into its front matter and its body.

    Raises:
        KnowledgeError: there is no front matter, it never ends, or it is not a YAML mapping.
    """
    first, _, rest = text.partition("\n")
    if first.strip() != _FENCE:
        raise KnowledgeError("has no front matter.", field=name, remedy="Start it with `---`.")
    header, fence, body = rest.partition(f"\n{_FENCE}\n")
    if not fence:
        raise KnowledgeError(
            "the front matter never ends.", field=name, remedy="Close it with a line `---`."
        )
    return _parse_yaml(header, name), body


def _parse_yaml(header: str, name: str) -> dict[str, Any]:
    try:
        parsed = yaml.safe_load(header)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f" (line {mark.line + 2})" if mark else ""
        problem = getattr(fault, "problem", None) or "cannot be parsed"
        raise KnowledgeError(f"the front matter is not YAML{where}: {problem}.", field=name,
                             remedy="Quote values that hold a colon.") from fault  # fmt: skip
    if not isinstance(parsed, dict):
        raise KnowledgeError("the front matter is not `key: value` lines.", field=name)
    return parsed


def build_article(header: dict[str, Any], body: str, name: str) -> Article:
    """Check front matter against the Article schema and join it with its body.

    Raises:
        KnowledgeError: names the file, the key and, for an unknown key, the nearest known one.
    """
    try:
        article = Article.model_validate({**header, **_shown(header), "body": body})
    except ValidationError as fault:
        raise _knowledge_error(fault, name) from fault
    _refuse_other_addresses(article, name)
    known = {fact for source in article.sources for fact in source.facts}
    unknown = sorted(set(article.facts) - known)
    if unknown:
        raise KnowledgeError(
            f"no source holds {', '.join(unknown)}.",
            field=f"{name} › facts",
            remedy="Add the fact ids to the `facts` of the source that they rest on.",
        )
    return article


def _shown(header: dict[str, Any]) -> dict[str, str]:
    """Return what readers see of front matter, without anything that a page could act on."""
    keys = ("title", "summary", "author")
    return {key: defuse(header[key]) for key in keys if isinstance(header.get(key), str)}


def _refuse_other_addresses(article: Article, name: str) -> None:
    for url in (article.url, *(source.url for source in article.sources)):
        if url and not url.startswith(("https://", "http://")):
            raise KnowledgeError(
                f"`{url}` is not a web address.",
                field=f"{name} › url",
                remedy="Begin it with https://.",
            )


def _knowledge_error(fault: ValidationError, name: str) -> KnowledgeError:
    first = fault.errors()[0]
    key = " › ".join(str(part) for part in first["loc"])
    message = f"{first['msg']}."
    if first["type"] == "extra_forbidden":
        near = extractOne(str(first["loc"][-1]), list(Article.model_fields))
        message = "is not a known key." + (f" Did you mean `{near[0]}`?" if near else "")
    return KnowledgeError(message, field=f"{name} › {key}")
