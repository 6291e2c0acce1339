"""Where each page is. Keys of entities hold whatever names hold, so every part is quoted."""

from urllib.parse import quote, urlencode

from schemas.entities import Entity
from schemas.filters.subject import LONGEST_KEY
from schemas.filters.words import name as folded


def article(id_: str, **query: str) -> str:
    """The page of an article."""
    return _with(f"/articles/{quote(id_, safe='')}", query)


def entity(one: Entity) -> str:
    """The page of an entity of an article."""
    return by_key(one.id or f"{one.type}:{folded(one.name)}")


def by_key(key: str) -> str:
    """The page of the entity of this key, as the index has it."""
    return f"/entities/{quote(key[:LONGEST_KEY], safe=':')}"


def topic(id_: str) -> str:
    """The page of a Media Topic."""
    return f"/topics/{quote(id_, safe=':')}"


def story(id_: str) -> str:
    """The page of a story."""
    return f"/stories/{quote(id_, safe='')}"


def search(**query: str) -> str:
    """The search page; an empty parameter is left out."""
    return _with("/search", query)


def river(**query: str) -> str:
    """The live river."""
    return _with("/", query)


def _with(path: str, query: dict[str, str]) -> str:
    given = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(given)}" if given else path
