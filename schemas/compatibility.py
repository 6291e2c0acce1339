"""The gate BACKWARD_TRANSITIVE: what was written under any published schema can be read under the new one.

It compares the JSON Schemas that `schemas.jsonschema` makes; it knows their keywords and no others. A reader ignores
fields that it does not know, so a field may go; it may not become required, narrower or another type.
"""

from collections.abc import Iterator, Mapping

Schema = Mapping[str, object]
_LOWER, _UPPER = ("minimum", "minLength", "minItems"), ("maximum", "maxLength", "maxItems")


def breaks(old: Schema, new: Schema) -> list[str]:
    """Each way in which a reader of `new` fails on what was valid under `old`, as "path: what breaks"."""
    return list(_Comparison(old, new).at("$", old, new))


class _Comparison:
    def __init__(self, old: Schema, new: Schema) -> None:
        self._old, self._new = old, new
        self._seen: set[tuple[object, object]] = set()

    def at(self, path: str, old: Schema, new: Schema) -> Iterator[str]:
        pair = (old.get("$ref"), new.get("$ref"))
        if pair != (None, None):
            if pair in self._seen:
                return
            self._seen.add(pair)
        old, new = _resolved(old, self._old), _resolved(new, self._new)
        olds, news = _branches(old), _branches(new)
        if len(olds) == len(news) == 1:
            yield from self._same(path, olds[0], news[0])
            return
        for branch in olds:
            attempts = [
                list(_Comparison(self._old, self._new).at(path, branch, candidate)) for candidate in news
            ]
            if all(attempts):
                yield min(attempts, key=len)[0]

    def _same(self, path: str, old: Schema, new: Schema) -> Iterator[str]:
        yield from _types(path, old, new)
        yield from _values(path, old, new)
        yield from _bounds(path, old, new)
        yield from self._fields(path, old, new)
        if isinstance(inner := new.get("items"), Mapping):
            before = old.get("items")
            yield from self.at(f"{path}[]", before if isinstance(before, Mapping) else {}, inner)

    def _fields(self, path: str, old: Schema, new: Schema) -> Iterator[str]:
        before, after = _properties(old), _properties(new)
        for name in sorted(_names(new, "required") - _names(old, "required")):
            yield f"{path}.{name}: is required now and was not"
        for name in sorted(before.keys() & after.keys()):
            yield from self.at(f"{path}.{name}", before[name], after[name])
        if new.get("additionalProperties") is False:
            for name in sorted(before.keys() - after.keys()):
                yield f"{path}.{name}: is refused now and was allowed"


def _types(path: str, old: Schema, new: Schema) -> Iterator[str]:
    before, after = old.get("type"), new.get("type")
    widened = (before, after) == ("integer", "number")
    if after is not None and before != after and not widened:
        yield f"{path}: was {before or 'anything'}, is {after}"


def _values(path: str, old: Schema, new: Schema) -> Iterator[str]:
    if "enum" not in new and "const" not in new:
        return
    if "enum" not in old and "const" not in old:
        yield f"{path}: is limited to certain values now"
    for value in sorted(_allowed(old) - _allowed(new)):
        yield f"{path}: no longer allows {value!r}"


def _bounds(path: str, old: Schema, new: Schema) -> Iterator[str]:
    for keyword in (*_LOWER, *_UPPER):
        before, after = old.get(keyword), new.get(keyword)
        if not isinstance(after, int | float):
            continue
        tighter = not isinstance(before, int | float) or (
            (before < after) == (keyword in _LOWER) and before != after
        )
        if tighter:
            yield f"{path}: {keyword} was {before}, is {after}"
    if new.get("pattern") not in (None, old.get("pattern")):
        yield f"{path}: pattern was {old.get('pattern')}, is {new['pattern']}"


def _resolved(schema: Schema, root: Schema) -> Schema:
    while isinstance(reference := schema.get("$ref"), str):
        definitions = root["$defs"]
        assert isinstance(definitions, Mapping)
        schema = definitions[reference.rsplit("/", 1)[1]]
    return schema


def _branches(schema: Schema) -> list[Schema]:
    branches = schema.get("anyOf")
    return branches if isinstance(branches, list) else [schema]


def _properties(schema: Schema) -> Mapping[str, Schema]:
    properties = schema.get("properties", {})
    assert isinstance(properties, Mapping)
    return properties


def _names(schema: Schema, keyword: str) -> set[str]:
    names = schema.get(keyword, [])
    assert isinstance(names, list)
    return set(names)


def _allowed(schema: Schema) -> set[str]:
    values = schema.get("enum", [schema["const"]] if "const" in schema else [])
    assert isinstance(values, list)
    return {str(value) for value in values}
