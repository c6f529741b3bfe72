"""Read XML that nobody vouches for: no entities, no network, element by element."""

from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any

from lxml import etree

from glutebot.corpus.formats.documents import Refused


def read_xml(raw: bytes) -> Any:
    """Return the root of a small XML file.

    Raises:
        Refused: it is not XML, or it declares entities of its own.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Refused("is not readable XML.") from fault
    if root is None:
        raise Refused("is not readable XML.")
    refuse_entities(root)
    return root


def refuse_entities(element: Any) -> None:
    """Raise Refused when the document declares entities: they can unfold to gigabytes."""
    kind = element.getroottree().docinfo.internalDTD
    if kind is not None and next(kind.iterentities(), None) is not None:
        raise Refused("declares XML entities of its own, which can unfold without end.")


def each_element(source: IO[bytes] | bytes, *names: str) -> Iterator[Any]:
    """Yield the elements with these names as they are read, and forget each afterwards.

    Raises:
        Refused: the file is not XML, or declares entities.
    """
    stream = BytesIO(source) if isinstance(source, bytes) else source
    events = etree.iterparse(
        stream, events=("start", "end"), resolve_entities=False, no_network=True,
        load_dtd=False, recover=True, huge_tree=False,
    )  # fmt: skip
    root: Any = None
    try:
        for event, element in events:
            if root is None:
                root = element
                refuse_entities(root)
            if event == "end" and local_name(element) in names:
                yield element
                _forget(element)
    except etree.XMLSyntaxError as fault:
        raise Refused(f"the XML breaks off or is damaged near line {fault.lineno}.") from fault
    damage = [entry for entry in events.error_log if entry.level_name == "FATAL"]
    if damage:
        raise Refused(f"the XML is damaged near line {damage[0].line}; what could be read was.")


def local_name(element: Any) -> str:
    """Return an element's name without its namespace; comments have none."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def space_name(element: Any) -> str:
    """Return an element's namespace, or an empty string."""
    return etree.QName(element).namespace or "" if isinstance(element.tag, str) else ""


def _forget(element: Any) -> None:
    element.clear(keep_tail=False)
    while element.getprevious() is not None:
        del element.getparent()[0]
