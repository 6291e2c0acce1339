"""What a user sees of the whole pipeline: each way in, versions, retractions, bad input, replays."""

import os
from collections import defaultdict
from pathlib import Path

import httpx
import msgspec
import pytest

from schemas.article import Retraction
from schemas.catalogue import ARTICLES, ENTITIES, SUBMISSIONS, TAGGED, dead_letters
from schemas.deadletter import DeadLetter
from schemas.envelope import Record, decode
from schemas.submission import Submission
from schemas.tagged import TaggedArticle
from schemas.verification import verify
from services.local.machine import Machine
from services.runtime import reader
from services.runtime.streams import LARGEST_RECORD
from tests import asking
from tests.submitting import publish, send, stored, tagged
from tests.waiting import eventually

SEED = Path(__file__).parents[3] / "shared" / "seed" / "000_4d1e37748f18b887.txt"
pytestmark = pytest.mark.timeout(300)


def article(machine: Machine, identity: str) -> httpx.Response:
    return asking.get(f"{machine.gateway_url}/v1/articles/{identity}", timeout=10)


def push(machine: Machine, **fields: object) -> str:
    """Push an article; its id once the gateway has acknowledged it."""
    body = {"source": "test-desk", "title": "Mayor opens bridge"} | fields
    answer = asking.post(f"{machine.gateway_url}/v1/articles", json=body, timeout=20)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def version(machine: Machine, identity: str, number: int) -> TaggedArticle:
    """The article's version `number`, once the gateway serves it."""

    def probe() -> TaggedArticle | None:
        answer = article(machine, identity)
        found = msgspec.json.decode(answer.content, type=TaggedArticle) if answer.status_code == 200 else None
        return found if found and found.article.version == number else None

    return eventually(probe, 60, f"version {number} of {identity}")  # type: ignore[return-value]  # never None


def letters(machine: Machine, service: str) -> list[DeadLetter]:
    records = reader.read(machine.bootstrap, dead_letters(service), follow=False)
    return [data for record in records if isinstance(data := decode(record).data, DeadLetter)]


def test_a_pushed_article_comes_out_with_people_places_organisations_quotes_and_topics(
    machine: Machine,
) -> None:
    text = (
        "LISBON, Nov 3 (Test Desk) - Voters in Portugal elected a new parliament on Sunday.\n\n"
        "“We will govern for everyone,” said Maria Teixeira, who leads the Social Democratic Party. "
        "The European Commission in Brussels said it looked forward to working with the government.\n\n"
        "Photo: Test Desk/Hugo Lima"
    )
    found = version(machine, push(machine, guid="push-1", title="Portugal votes for change", content=text), 1)
    names: dict[str, set[str]] = defaultdict(set)
    for entity in found.entities:
        names[entity.type].add(entity.name)
    assert "Maria Teixeira" in names["person"]
    assert {"Portugal", "Brussels"} <= names["place"]
    assert "European Commission" in names["organisation"]
    assert not any("Hugo Lima" in entity.name for entity in found.entities)
    assert [
        (quote.kind, quote.evidence[0].exact, quote.speaker.exact) for quote in found.quotes if quote.speaker
    ] == [
        ("direct", "We will govern for everyone,", "Maria Teixeira"),
        (
            "indirect",
            "it looked forward to working with the government",
            "The European Commission in Brussels",
        ),
    ]
    assert "medtop:11000000" in {topic.id for topic in found.topics}
    assert verify(found) == []


def test_a_changed_text_is_a_new_version_and_an_unchanged_one_is_none(machine: Machine) -> None:
    identity = push(machine, guid="versions", content="The bridge in Porto will open on Monday.")
    first = version(machine, identity, 1)
    push(machine, guid="versions", content="The bridge in Porto will open on Monday.")
    push(machine, guid="versions", content="The bridge in Porto will open on Tuesday.")
    second = version(machine, identity, 2)
    assert second.article.predecessor == first.article.digest
    assert [decode(record).data.article.version for record in tagged(machine)[identity]] == [1, 2]  # type: ignore[union-attr]


def test_a_retraction_reaches_subscribers_and_the_article_is_gone(machine: Machine) -> None:
    identity = push(machine, guid="gone", content="A claim about Oslo that will not stand.")
    version(machine, identity, 1)
    push(machine, guid="gone", content="A claim about Oslo that will not stand.", pubstatus="canceled")
    eventually(lambda: article(machine, identity).status_code == 410, 60, "the article gone")
    assert isinstance(decode(tagged(machine)[identity][-1]).data, Retraction)


def test_the_golden_article_dropped_as_a_file_comes_out_right(machine: Machine) -> None:
    if not SEED.exists():
        pytest.skip(f"needs the golden article ({SEED.name})")
    (machine.folder / "inbox" / SEED.name).write_bytes(SEED.read_bytes())

    def probe() -> TaggedArticle | None:
        for records in tagged(machine).values():
            data = decode(records[-1]).data
            if isinstance(data, TaggedArticle) and data.article.title.startswith("Kallas Once Again"):
                return data
        return None

    found = eventually(probe, 60, "the golden article")
    assert found is not None
    names = {entity.name for entity in found.entities}
    assert {"Kaja Kallas", "Wang Yi", "Antonio Costa", "International Atomic Energy Agency", "China"} <= names
    assert not {"Xi", "BRICS"} & names
    assert found.article.published == "2025-07-03T00:00:00Z"
    assert len([quote for quote in found.quotes if quote.kind == "direct"]) == 2
    assert {"medtop:16000000", "medtop:11000000"} & {topic.id for topic in found.topics}
    eventually((machine.folder / "inbox" / "processed" / SEED.name).exists, 20, "the file moved")


@pytest.mark.parametrize(
    ("service", "stream"),
    [("ingest", SUBMISSIONS), ("extraction", ARTICLES), ("tagging", ENTITIES), ("gateway", TAGGED)],
)
def test_poison_is_set_aside_with_its_bytes_and_the_next_record_is_served(
    machine: Machine, service: str, stream: str
) -> None:
    junk = Record(key=f"poison-{service}".encode(), value=b"\x00\xff{", headers=(("x", b"\xfe"),))
    publish(machine.bootstrap, stream, [junk])
    found = eventually(
        lambda: [letter for letter in letters(machine, service) if letter.key == junk.key],
        30,
        "a dead letter",
    )
    assert (found[0].value, found[0].reason, found[0].origin.stream) == (junk.value, "undecodable", stream)
    version(
        machine,
        push(machine, guid=f"after-{service}", content=f"The next story, from Rome, after {service}."),
        1,
    )


def test_the_largest_record_is_set_aside_whole_and_the_next_is_served(machine: Machine) -> None:
    junk = Record(key=b"large", value=os.urandom(LARGEST_RECORD - 1024))
    publish(machine.bootstrap, ARTICLES, [junk])
    found = eventually(
        lambda: [one for one in letters(machine, "extraction") if one.key == junk.key], 60, "a dead letter"
    )
    assert found[0].value == junk.value
    version(
        machine,
        push(machine, guid="after-large", content="The next story, from Bonn, after the large one."),
        1,
    )


def test_a_submission_that_is_no_article_is_set_aside_by_the_name_of_its_field(machine: Machine) -> None:
    before = len(letters(machine, "ingest"))
    send(machine.bootstrap, [Submission(source="test-desk", guid="empty", content="   ")])
    found = eventually(lambda: letters(machine, "ingest")[before:], 30, "a dead letter")
    assert found[0].reason == "invalid"
    assert "content" in found[0].detail or "text" in found[0].detail


def test_a_file_that_is_no_document_is_set_aside_and_moved(machine: Machine) -> None:
    (machine.folder / "inbox" / "broken.json").write_text('{"title": ')
    eventually((machine.folder / "inbox" / "rejected" / "broken.json").exists, 30, "the file moved")
    assert any(letter.value == b'{"title": ' for letter in letters(machine, "ingest"))


def test_every_service_tells_its_health_and_its_metrics(machine: Machine) -> None:
    for service in ("ingest", "extraction", "tagging", "gateway"):
        assert asking.get(f"{machine.url(service)}/healthz").status_code == 200
        assert asking.get(f"{machine.url(service)}/readyz").json()["ready"] is True
        metrics = asking.get(f"{machine.url(service)}/metrics").text
        assert f'dateline_ready{{service="{service}"}} 1.0' in metrics


def test_a_service_that_is_told_to_stop_finishes_and_exits_well_and_its_successor_goes_on(
    machine: Machine,
) -> None:
    for service in ("ingest", "extraction", "tagging", "gateway"):
        child = machine.children[service]
        child.terminate()
        assert child.wait(20) == 0
        machine.start_service(service)
    machine.wait_ready()
    version(machine, push(machine, guid="after-stop", content="A story from Madrid after the stop."), 1)


def test_what_ingest_knows_of_an_article_survives_its_death(machine: Machine) -> None:
    identity = push(machine, guid="memory", content="A story from Vienna that is told once.")
    version(machine, identity, 1)
    machine.children["ingest"].kill()
    machine.start_service("ingest")
    machine.wait_ready()
    push(machine, guid="memory", content="A story from Vienna that is told once.")
    push(machine, guid="memory", content="A story from Vienna that is told twice.")
    version(machine, identity, 2)
    assert len(tagged(machine)[identity]) == 2


def test_reading_a_stream_again_changes_nothing_in_the_store(machine: Machine) -> None:
    before = stored(machine)
    records = [record for records in tagged(machine).values() for record in records]
    publish(machine.bootstrap, TAGGED, records)
    version(machine, push(machine, guid="marker", content="A marker from Bern, after the replay."), 1)
    assert stored(machine) == (before[0] + 1, before[1] + 1)
