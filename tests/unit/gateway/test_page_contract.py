"""The contract is served as it is, to machines and to people."""

import json

from schemas import publish
from schemas.catalogue import streams
from schemas.envelope import TYPES
from services.gateway.pages.contract import shapes
from tests.gateway.client import Site


def test_the_document_is_the_published_one() -> None:
    answer = Site().ask("GET", "/asyncapi.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == json.loads((publish.FOLDER / "asyncapi.json").read_text())


def test_the_page_names_every_stream_every_message_and_every_struct() -> None:
    answer = Site().ask("GET", "/asyncapi")
    assert answer.status_code == 200
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    named = [*streams(), *(shape.name for shape in shapes())]
    assert [name for name in named if f'id="{name}"' not in answer.text] == []
    assert [kind for kind in TYPES if f"<code>{kind}</code>" not in answer.text] == []


def test_every_struct_that_a_field_refers_to_is_on_the_page() -> None:
    known = {shape.name for shape in shapes()}
    assert {field.struct for shape in shapes() for field in shape.fields if field.struct} <= known
