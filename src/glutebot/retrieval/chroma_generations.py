"""The directories of Chroma's generations: built once, sealed by a manifest, never opened again.

Chroma rewrites its files as soon as it opens them, so sealed files are copied and the copy is
opened: what the manifest says stays true through any number of kills.

    chroma/current              the name of the generation in use
    chroma/<version>-<n>/       dirty (while building), manifest.json, built/
    chroma/open-<n>/            the copy that this process has open
"""

import json
import os
import shutil
import uuid
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from glutebot.retrieval.chroma_collection import CacheUnusableError

_KEPT = 2
_OPEN = "open-"


class Generations:
    """The generations of one folder; only the holder of its lock may use them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def find(self, version: str) -> Path | None:
        """Return the directory of a version: the current one, or one kept from before."""
        current = self._current()
        if current and current.name.startswith(f"{version}-"):
            return current
        return max(self._folder.glob(f"{version}-*"), key=_age, default=None)

    def begin(self, version: str) -> Path:
        """Return a new directory, marked as dirty until it is sealed."""
        directory = self._folder / f"{version}-{self._next_number()}"
        directory.mkdir()
        (directory / "dirty").touch()
        return directory

    def seal(self, directory: Path) -> None:
        """Write the manifest of a directory that was built, and make it the current one."""
        manifest = {"files": _describe(directory / "built")}
        _write_durably(directory / "manifest.json", json.dumps(manifest, indent=1))
        (directory / "dirty").unlink()
        _write_durably(self._folder / "current", directory.name)

    def check_out(self, directory: Path) -> Path:
        """Return a copy to open of a sealed directory; raise when a byte of it has changed."""
        if (directory / "dirty").exists():
            raise CacheUnusableError("its building was interrupted")
        copy = self._folder / f"{_OPEN}{uuid.uuid4().hex[:12]}"
        try:
            manifest = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
            shutil.copytree(directory / "built", copy)
            if manifest == {"files": _describe(copy)}:
                return copy
            problem = "its files are not those that were sealed"
        except (OSError, ValueError) as error:
            problem = f"its files cannot be read: {error}"
        self.discard(copy)
        raise CacheUnusableError(problem)

    def discard(self, directory: Path) -> None:
        """Delete a directory that is of no use."""
        shutil.rmtree(directory, ignore_errors=True)

    def clean_up(self, *, in_use: Path | None = None) -> None:
        """Delete copies that nobody has open, broken generations and all but the last two."""
        for copy in self._folder.glob(f"{_OPEN}*"):
            if copy != in_use:
                self.discard(copy)
        sealed = [each for each in self._directories() if not (each / "dirty").exists()]
        kept = sorted(sealed, key=_age)[-_KEPT:]
        for directory in self._directories():
            if directory not in kept and directory != self._current():
                self.discard(directory)

    def _current(self) -> Path | None:
        try:
            name = (self._folder / "current").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None
        return next((each for each in self._directories() if each.name == name), None)

    def _directories(self) -> list[Path]:
        numbered = self._folder.glob("*-*")
        return [each for each in numbered if each.is_dir() and not each.name.startswith(_OPEN)]

    def _next_number(self) -> int:
        return 1 + max(map(_age, self._directories()), default=0)


def _age(directory: Path) -> int:
    number = directory.name.rpartition("-")[2]
    return int(number) if number.isdecimal() else 0


def _describe(folder: Path) -> dict[str, dict[str, int | str]]:
    return {
        str(path.relative_to(folder)): {"size": path.stat().st_size, "sha256": _hash(path)}
        for path in _files(folder)
    }


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _write_durably(path: Path, text: str) -> None:
    """Replace a file at once, so that a reader sees the old or the new text whole."""
    draft = path.with_name(f"{path.name}.draft")
    with draft.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
