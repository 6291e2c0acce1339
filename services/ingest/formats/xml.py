"""XML in, elements out: nothing is expanded, fetched or remembered on the way."""

from collections.abc import Iterator

from lxml import etree

from services.ingest import declarations
from services.ingest.validity import InvalidSubmission

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
Element = etree._Element


def root(raw: bytes) -> Element:
    """The document element of `raw`. `InvalidSubmission` where it is no XML, or declares entities."""
    try:
        declarations.check(raw)
    except declarations.Declares as error:
        raise InvalidSubmission("document", str(error), "undecodable") from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InvalidSubmission("document", f"no XML: {error}", "undecodable") from error


def local(element: Element) -> str:
    """The name of `element` without its namespace; "" for a comment or an instruction."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def named(element: Element, *names: str) -> Iterator[Element]:
    """The descendants of `element` that are called one of `names`, in whatever namespace."""
    return (one for one in element.iterdescendants() if local(one) in names)


def child(element: Element | None, name: str) -> Element | None:
    """The first child called `name`."""
    if element is None:
        return None
    return next((one for one in element if local(one) == name), None)


def words(element: Element | None) -> str | None:
    """The text of `element` on one line, or None where there is none."""
    return (
        None
        if element is None
        else " ".join("".join(map(str, element.itertext(etree.Element))).split()) or None
    )


def said(element: Element | None, name: str) -> str | None:
    """The text of the first child called `name`."""
    return words(child(element, name))
