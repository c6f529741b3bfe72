"""Gather Articles from a file or a folder, whatever formats its files are in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from glutebot.corpus.files import find_article_files, try_articles
from glutebot.corpus.formats import Document, Rejected, document_to_article, read_documents
from glutebot.domain.articles import Article

_MARKDOWN = ".md"
_REVIEWED = {"safety", "protocols"}


@dataclass
class Gathered:
    """What one file or folder brings, and what it does not."""

    loaded: list[tuple[str, Article]] = field(default_factory=list)
    """Each article with the file that it came from."""
    rejected: list[Rejected] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """True when nothing was broken: what is missing then is gone."""
        return all(rejected.left_out for rejected in self.rejected)


def gather(item: Path, *, site: str | None = None) -> Gathered:
    """Read a file or a folder; a folder that holds knowledge files is held to their rules."""
    gathered = Gathered()
    strict = find_article_files(item) if _holds_knowledge(item) else []
    if strict:
        loaded, faults = try_articles(item)
        gathered.loaded += [(path.name, article) for path, article in loaded]
        gathered.rejected += [
            Rejected(item=fault.field or str(item), reason=str(fault)) for fault in faults
        ]
    seen = _Seen(gathered)
    for path, name in _files(item):
        if not strict or path.suffix != _MARKDOWN:
            for found in _read(path, name, item):
                seen.add(found, name, site)
    return gathered


def _holds_knowledge(item: Path) -> bool:
    """Say whether a file, or a file of the folder, opens like a knowledge file."""
    return any(map(_opens_like_knowledge, find_article_files(item)))


def _opens_like_knowledge(path: Path) -> bool:
    if path.suffix != _MARKDOWN:
        return False
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return False
    header = head.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").partition(b"\n---")[0]
    lines = header.split(b"\n")
    keys = {line.partition(b":")[0] for line in lines[1:]}
    return lines[0].strip() == b"---" and {b"id", b"kind"} <= keys


def _files(item: Path) -> Iterator[tuple[Path, str]]:
    """Yield the files to read in stable order, each with the name that a report gives it.

    The name begins with the folder's own, so that it stays what it is wherever one stands.
    """
    if item.is_file() or not item.is_dir():
        yield item, f"{item.resolve().parent.name}/{item.name}"
        return
    for path in sorted(item.rglob("*")):
        inside = path.relative_to(item)
        hidden = any(part.startswith(".") for part in inside.parts)
        if not hidden and not path.is_dir() and not _REVIEWED & set(inside.parts[:-1]):
            yield path, f"{item.resolve().name}/{inside.as_posix()}"


def _read(path: Path, name: str, item: Path) -> Iterator[Document | Rejected]:
    if item.is_dir() and not path.resolve().is_relative_to(item.resolve()):
        yield Rejected(item=name, reason="is a link that leads out of the folder.", left_out=True)
        return
    yield from read_documents(path, name=name)


class _Seen:
    """Takes Documents over, each once, whatever addresses it stands under."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered
        self._ids = {article.id: name for name, article in gathered.loaded}
        self._texts: dict[tuple[str, str], str] = {}

    def add(self, found: Document | Rejected, name: str, site: str | None) -> None:
        if isinstance(found, Rejected):
            self._gathered.rejected.append(found)
            return
        article = document_to_article(found, site=site)
        text = (article.title, article.body)
        twin = self._ids.get(article.id) or self._texts.get(text)
        if twin:
            reason = f"is the same post as one of {twin}."
            item = f"{name} › {article.title}"
            self._gathered.rejected.append(Rejected(item=item, reason=reason, left_out=True))
            return
        self._ids[article.id] = self._texts[text] = name
        self._gathered.loaded.append((name, article))
