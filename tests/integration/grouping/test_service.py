"""The grouping service as a process of its own, on either broker: what it says, and what a kill changes of that."""

import random
import re
import signal
import string
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from schemas.article import Article, Retraction
from schemas.catalogue import GROUPS, TAGGED, dead_letters
from schemas.envelope import Event, Message, Record, encode
from schemas.groups import Duplicates, Story
from schemas.identity import event_id
from schemas.tagged import TaggedArticle
from services.runtime import reader
from tests.fakes import article_event
from tests.service import ServiceProcess
from tests.submitting import publish
from tests.unit.grouping.articles import FLOOD, STRIKE, article
from tests.waiting import eventually

DEADLINE_S = 120
pytestmark = pytest.mark.timeout(300)


@contextmanager
def running(bootstrap: str, home: Path) -> Iterator[ServiceProcess]:
    """The service, ready; killed with SIGKILL at the end."""
    with ServiceProcess("grouping", bootstrap, home / "grouping.log", DATELINE_DATA=str(home)) as service:
        eventually(service.ready, DEADLINE_S, "grouping is ready")
        yield service


def event(data: TaggedArticle | Retraction, accepted: str) -> Event[Message]:
    about = data if isinstance(data, Retraction) else data.article
    return Event(
        id=event_id("tagging", about.id, about.version, about.digest, "test"),
        source="dateline/tagging",
        time=accepted,
        partitionkey=about.id,
        receivedtime=accepted,
        data=data,
    )


def tagged(one: Article, accepted: str = "2026-11-04T12:00:00+00:00") -> Record:
    return encode(event(TaggedArticle(article=one, mentions=(), entities=(), quotes=(), topics=()), accepted))


def withdrawn(one: Article) -> Record:
    data = Retraction(
        id=one.id, version=one.version + 1, digest=one.digest, source=one.source, reason="canceled"
    )
    return encode(event(data, "2026-11-04T13:00:00+00:00"))


Together = set[tuple[type, frozenset[str]]]


class Pieces:
    """Articles in words that no other test uses: A, B and E are of one text, C and D of another."""

    def __init__(self) -> None:
        tag = "".join(random.choices(string.ascii_lowercase, k=6))

        def own(name: str, text: str, title: str) -> Article:
            return article(name + tag, *(re.sub(r"(\w+)", rf"\1{tag}", words) for words in (text, title)))

        self.a = own("a", FLOOD, "Drava floods Quillhaven")
        self.b = own("b", FLOOD + " Schools stay closed.", "Houses under water")
        self.c = own("c", STRIKE, "Dockers walk out")
        self.d = own("d", STRIKE, "Port at a standstill")
        self.e = own("e", FLOOD, "The bridge is closed")
        self._ids = {one.id for one in (self.a, self.b, self.c, self.d, self.e)}

    def said(self, bootstrap: str) -> list[Story | Duplicates]:
        """What is on the stream about them, the newest of each group."""
        newest: dict[str, Story | Duplicates] = {}
        for one in reader.events(bootstrap, GROUPS, follow=False):
            assert isinstance(one.data, Story | Duplicates)
            assert one.partitionkey == one.data.id
            if one.data.id not in newest or newest[one.data.id].revision <= one.data.revision:
                newest[one.data.id] = one.data
        return [message for message in newest.values() if members(message) & self._ids]

    def together(self, bootstrap: str) -> Together:
        """Who is together, in stories and among copies."""
        return {(type(message), members(message)) for message in self.said(bootstrap)}


def members(message: Story | Duplicates) -> frozenset[str]:
    return frozenset(a.article for a in (message.articles if isinstance(message, Story) else message.copies))


def both(*articles: Article) -> Together:
    ids = frozenset(one.id for one in articles)
    return {(Story, ids), (Duplicates, ids)}


@pytest.fixture
def pieces() -> Pieces:
    return Pieces()


def test_it_groups_and_a_kill_changes_nothing(bootstrap: str, tmp_path: Path, pieces: Pieces) -> None:
    a, b, c, d, e = pieces.a, pieces.b, pieces.c, pieces.d, pieces.e
    with running(bootstrap, tmp_path):
        publish(bootstrap, TAGGED, [tagged(one) for one in (a, b, c, d)])
        eventually(lambda: pieces.together(bootstrap) == both(a, b) | both(c, d), DEADLINE_S, "two groups")
    before = {message.id: message for message in pieces.said(bootstrap)}
    with running(bootstrap, tmp_path) as service:
        publish(bootstrap, TAGGED, [tagged(one) for one in (a, c, e)])
        eventually(lambda: pieces.together(bootstrap) == both(a, b, e) | both(c, d), DEADLINE_S, "it joins")
        assert service.end(signal.SIGTERM) == 0
    after = {message.id: message for message in pieces.said(bootstrap)}
    assert after.keys() == before.keys()
    assert sum(after[key] == before[key] for key in after) == 2  # what nothing joined was not said again


def test_a_withdrawn_article_leaves_and_what_is_no_article_is_set_aside(
    bootstrap: str, tmp_path: Path, pieces: Pieces
) -> None:
    a, b, e = pieces.a, pieces.b, pieces.e
    strange = encode(msgspec.structs.replace(article_event(1), partitionkey=a.id))
    with running(bootstrap, tmp_path):
        publish(bootstrap, TAGGED, [tagged(one) for one in (a, b, e)])
        eventually(lambda: pieces.together(bootstrap) == both(a, b, e), DEADLINE_S, "one group")
        publish(bootstrap, TAGGED, [strange, withdrawn(a)])
        eventually(lambda: pieces.together(bootstrap) == both(b, e), DEADLINE_S, "it leaves")
    letters = list(reader.read(bootstrap, dead_letters("grouping"), follow=False))
    assert [one.key for one in letters if one.key == a.id.encode()] == [a.id.encode()]


def test_a_second_process_stands_by_and_takes_over(bootstrap: str, tmp_path: Path, pieces: Pieces) -> None:
    a, b, c, d, e = pieces.a, pieces.b, pieces.c, pieces.d, pieces.e
    with running(bootstrap, tmp_path) as first, running(bootstrap, tmp_path) as second:
        publish(bootstrap, TAGGED, [tagged(one) for one in (a, b, c, d)])
        eventually(lambda: pieces.together(bootstrap) == both(a, b) | both(c, d), DEADLINE_S, "two groups")
        busy = max(first, second, key=ServiceProcess.acknowledged)
        busy.end(signal.SIGKILL)
        publish(bootstrap, TAGGED, [tagged(e)])
        eventually(lambda: pieces.together(bootstrap) == both(a, b, e) | both(c, d), DEADLINE_S, "it goes on")
