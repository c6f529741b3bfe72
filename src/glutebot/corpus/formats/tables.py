"""A table of figures becomes one sentence a row, each cell with its column's name."""

from collections.abc import Iterator
from typing import Any

_INSIDE = frozenset(["table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"])


def is_data_table(table: Any) -> bool:
    """Say whether a table holds figures in columns, and not the layout of a page."""
    rows = list(table.iter("tr"))
    inside = (element.tag for element in table.iterdescendants())
    return any(len(_cells(row)) > 1 for row in rows) and not any(tag in _INSIDE for tag in inside)


def table_rows(table: Any) -> Iterator[str]:
    """Yield each row of a table as `Column: cell; Column: cell.`"""
    columns: list[str] = []
    for caption in table.iter("caption"):
        yield _text(caption)
    for place, row in enumerate(table.iter("tr")):
        cells = _cells(row)
        texts = [_text(cell) for cell in cells]
        if place == 0 and _is_header(row, cells):
            columns = texts
        elif any(texts):
            yield _row(columns, texts)


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row if cell.tag in {"td", "th"}]


def _is_header(row: Any, cells: list[Any]) -> bool:
    return row.getparent().tag == "thead" or all(cell.tag == "th" for cell in cells)


def _row(columns: list[str], cells: list[str]) -> str:
    names = [*columns, *([""] * len(cells))]
    named = [
        f"{name}: {cell}" if name and name != cell else cell
        for name, cell in zip(names, cells, strict=False)
        if cell
    ]
    row = "; ".join(named)
    return row if row.endswith((".", "!", "?")) else f"{row}."


def _text(cell: Any) -> str:
    """Return the words of a cell, without what a page hides or runs."""
    parts = cell.xpath(".//text()[not(ancestor::script or ancestor::style)]")
    return " ".join(" ".join(parts).split())
