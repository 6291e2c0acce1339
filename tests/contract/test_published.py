"""What is published is what the structs say, its examples hold, and nothing published is ever broken."""

import json
import re
from pathlib import Path
from typing import Annotated, Literal

import jsonschema
import msgspec
import pytest

from schemas import publish
from schemas.catalogue import streams
from schemas.compatibility import breaks
from schemas.envelope import TYPES, payload
from schemas.selectors import Evidenced, check
from schemas.tagged import TaggedArticle
from tests.contract.messages import example, example_json

every_type = pytest.mark.parametrize("event_type", sorted(TYPES))


def test_publishing_again_changes_nothing() -> None:
    assert publish.pending() == {}


def test_no_published_revision_is_broken() -> None:
    assert publish.incompatibilities() == []


def test_publishing_writes_everything_once(tmp_path: Path) -> None:
    written = publish.publish(tmp_path)
    assert len(written) == len(TYPES) + 1
    assert publish.publish(tmp_path) == []


def test_publishing_refuses_a_break_and_writes_nothing(tmp_path: Path) -> None:
    publish.publish(tmp_path)
    first = tmp_path / "dateline.article.retracted.v1" / "1.json"
    first.write_text(first.read_text().replace('"canceled",', '"canceled", "lost",'))
    before = sorted(tmp_path.rglob("*.json"))
    with pytest.raises(ValueError, match=r"retracted.v1, revision 1: \$.reason: no longer allows 'lost'"):
        publish.publish(tmp_path)
    assert sorted(tmp_path.rglob("*.json")) == before


@every_type
def test_the_example_is_valid_and_is_what_the_struct_writes(event_type: str) -> None:
    for schema in publish.revisions(event_type):
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.Draft202012Validator(schema).validate(example_json(event_type))
    assert msgspec.json.decode(payload(example(event_type)), type=TYPES[event_type]) == example(event_type)


def test_every_tag_of_the_example_points_at_its_words() -> None:
    tagged = example("dateline.article.tagged.v1")
    assert isinstance(tagged, TaggedArticle)
    assert tagged.geography is not None
    places: list[Evidenced] = [*tagged.geography.countries, *tagged.geography.places]
    tags: list[Evidenced] = [*tagged.mentions, *tagged.entities, *tagged.quotes, *tagged.topics, *places]
    assert tags
    assert [fault for tag in tags for fault in check(tag, tagged.article.text)] == []


def test_every_stream_is_whole() -> None:
    services = {"ingest", "extraction", "tagging", "grouping", "gateway"}
    for name, stream in streams().items():
        assert set(stream.messages) <= set(TYPES), name
        assert set(stream.producers) | set(stream.consumers) <= services, name
        assert stream.producers, name
        assert stream.partitions > 0, name


def test_every_message_has_a_stream() -> None:
    assert {message for stream in streams().values() for message in stream.messages} == set(TYPES)


def test_every_reference_of_the_asyncapi_document_leads_somewhere_in_it() -> None:
    document = json.loads((publish.FOLDER / "asyncapi.json").read_bytes())
    references = set(re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(document)))
    assert references
    for reference in references:
        found = document
        for step in reference.split("/"):
            found = found[step]
        assert isinstance(found, dict)


class Old(msgspec.Struct):
    kept: int
    kind: Literal["a", "b"]
    maybe: str | None = None
    many: tuple[int, ...] = ()


class Same(msgspec.Struct):
    kept: int
    kind: Literal["a", "b"]
    maybe: str | None = None
    many: tuple[int, ...] = ()


class Wider(msgspec.Struct):
    kept: float
    kind: Literal["a", "b", "c"]
    added: str = ""
    maybe: str | int | None = None


class Required(msgspec.Struct):
    kept: int
    kind: Literal["a", "b"]
    added: str


class Narrower(msgspec.Struct):
    kept: int
    kind: Literal["a"]


class Retyped(msgspec.Struct):
    kept: str
    kind: Literal["a", "b"]


class NotNull(msgspec.Struct):
    kept: int
    kind: Literal["a", "b"]
    maybe: str = ""


class Items(msgspec.Struct):
    kept: int
    kind: Literal["a", "b"]
    many: tuple[str, ...] = ()


class Bounded(msgspec.Struct):
    kept: Annotated[int, msgspec.Meta(ge=1)]
    kind: Literal["a", "b"]


class Strict(msgspec.Struct, forbid_unknown_fields=True):
    kept: int
    kind: Literal["a", "b"]
    maybe: str | None = None


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (Same, []),
        (Wider, []),
        (Required, ["$.added: is required now and was not"]),
        (Narrower, ["$.kind: no longer allows 'b'"]),
        (Retyped, ["$.kept: was integer, is string"]),
        (NotNull, ["$.maybe: was null, is string"]),
        (Items, ["$.many[]: was integer, is string"]),
        (Bounded, ["$.kept: minimum was None, is 1"]),
        (Strict, ["$.many: is refused now and was allowed"]),
    ],
)
def test_the_gate_names_the_path_that_breaks(new: type[msgspec.Struct], expected: list[str]) -> None:
    assert breaks(msgspec.json.schema(Old), msgspec.json.schema(new)) == expected


def test_the_gate_follows_a_message_that_holds_itself() -> None:
    assert breaks(msgspec.json.schema(Tree), msgspec.json.schema(Tree)) == []


class Tree(msgspec.Struct):
    children: "tuple[Tree, ...]" = ()
