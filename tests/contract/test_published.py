"""What is published is what the structs say, its examples hold, and nothing published is ever broken."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import jsonschema
import msgspec
import pytest

from schemas import publish
from schemas.catalogue import streams
from schemas.compatibility import breaks
from schemas.entities import Mention
from schemas.envelope import TYPES, payload
from schemas.selectors import Evidenced, check
from schemas.tagged import TaggedArticle
from schemas.verification import verify
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


@pytest.mark.parametrize("event_type", ["dateline.article.extracted.v1", "dateline.article.tagged.v1"])
def test_nothing_is_wrong_with_the_example(event_type: str) -> None:
    assert verify(example(event_type)) == []


def _first_name(tagged: TaggedArticle, **changes: object) -> TaggedArticle:
    number, mention = next(found for found in enumerate(tagged.mentions) if found[1].entity)
    return _with(tagged, number, msgspec.structs.replace(mention, **changes))


def _first_date(tagged: TaggedArticle, **changes: object) -> TaggedArticle:
    number, mention = next(found for found in enumerate(tagged.mentions) if found[1].type == "date")
    return _with(tagged, number, msgspec.structs.replace(mention, **changes))


def _with(tagged: TaggedArticle, number: int, mention: Mention) -> TaggedArticle:
    mentions = (*tagged.mentions[:number], mention, *tagged.mentions[number + 1 :])
    return msgspec.structs.replace(tagged, mentions=mentions)


@pytest.mark.parametrize(
    ("change", "changes", "fault"),
    [
        (_first_name, {"entity": None}, "None is no place of this article"),
        (_first_name, {"entity": "e9"}, "'e9' is no place of this article"),
        (_first_name, {"type": "person"}, "'e1' is no person of this article"),
        (_first_name, {"value": "2026"}, "'e1' is no place of this article"),
        (_first_date, {"value": None}, "None is no value of a date alone"),
        (_first_date, {"value": "3 November"}, "'3 November' is no value of a date alone"),
        (_first_date, {"value": "2026-11-3"}, "'2026-11-3' is no value of a date alone"),
        (_first_date, {"entity": "e1"}, "'2026-11-03' is no value of a date alone"),
        (_first_date, {"type": "money"}, "'2026-11-03' is no value of a money alone"),
    ],
)
def test_a_name_without_its_entity_and_a_value_of_another_form_are_faults(
    change: Callable[..., TaggedArticle], changes: dict[str, object], fault: str
) -> None:
    tagged = example("dateline.article.tagged.v1")
    assert isinstance(tagged, TaggedArticle)
    assert [found.split(": ", 1)[1] for found in verify(change(tagged, **changes))] == [fault]


@pytest.mark.parametrize("value", ["2026", "2026-11", "2026-11-24", "2026-11-20/2026-11-24", "2024/2026"])
def test_a_day_a_month_a_year_and_an_interval_are_values_of_dates(value: str) -> None:
    tagged = example("dateline.article.tagged.v1")
    assert isinstance(tagged, TaggedArticle)
    assert verify(_first_date(tagged, value=value)) == []


@pytest.mark.parametrize("value", ["EUR 2500000", "USD 3.5"])
def test_a_currency_and_a_number_are_values_of_money(value: str) -> None:
    tagged = example("dateline.article.tagged.v1")
    assert isinstance(tagged, TaggedArticle)
    assert verify(_first_date(tagged, type="money", value=value)) == []


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
