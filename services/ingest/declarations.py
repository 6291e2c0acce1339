"""XML that declares entities is refused before any parser expands them.

defusedxml's rule, on the same parser events: no entity declaration, internal or external. A bare DOCTYPE passes, for
old RSS has one. It looks at the prolog alone: entities can't be declared after the first element.
"""

from xml.parsers import expat


class Declares(ValueError):
    """The document declares an entity."""


class _Element(Exception):
    """The first element has been reached."""


def check(document: bytes) -> None:
    """`Declares` if `document` declares an entity. What isn't well-formed XML passes: it is for its parser to judge."""
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = _declared
    parser.StartElementHandler = _element
    try:
        parser.Parse(document, True)
    except (_Element, expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, Declares):
            raise


def _declared(name: str, *_: object) -> None:
    raise Declares(f"entity {name[:40]!r} is declared")


def _element(*_: object) -> None:
    raise _Element
