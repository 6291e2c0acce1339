"""Both clients of the package on a real gateway: push, search, listen, go on after a kill."""

import itertools
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from dateline_client import AsyncDateline, Dateline, Event, Problem, TaggedArticle
from dateline_client import verify as faults

from schemas.catalogue import TAGGED
from schemas.envelope import encode
from services.runtime import streams
from tests.gateway.events import tagged
from tests.gateway.process import GatewayProcess
from tests.kafka.embedded import EmbeddedBroker
from tests.submitting import publish
from tests.unit.client.inturn import InTurn
from tests.waiting import eventually

pytestmark = pytest.mark.timeout(180)


def in_turn(url: str, timeout_s: float) -> InTurn:
    return InTurn(AsyncDateline(url, timeout_s=timeout_s))


@pytest.mark.parametrize("opened", [Dateline, in_turn])
def test_a_subscriber_asks_and_listens_and_misses_nothing(
    opened: Callable[..., Dateline | InTurn],
    embedded_broker: EmbeddedBroker,
    postgres_url: str,
    tmp_path: Path,
) -> None:
    streams.apply(embedded_broker.bootstrap, replication=1)
    mark = f"c{abs(hash(str(tmp_path)))}"
    with (
        GatewayProcess(embedded_broker.bootstrap, postgres_url, tmp_path / "log") as gateway,
        opened(gateway.url, timeout_s=20) as dateline,
    ):
        eventually(gateway.ready, 60, "the gateway is ready")
        publish(
            embedded_broker.bootstrap, TAGGED, [encode(tagged(f"{mark}-{number}")) for number in range(5)]
        )
        events = (
            one
            for one in dateline.stream(since="earliest", pause=lambda _: None)
            if isinstance(one, Event)
            and isinstance(one.data, TaggedArticle)
            and mark in one.data.article.title
        )
        first = list(itertools.islice(events, 3))
        gateway.end(signal.SIGKILL)
        gateway.start()
        rest = list(itertools.islice(events, 2))
        assert len({one.id for one in [*first, *rest]}) == 5
        eventually(gateway.ready, 60, "the gateway is ready again")
        found = eventually(lambda: five(dateline, mark), 60, "all are stored")
        assert [fault for one in found for fault in faults(one)] == []
        assert dateline.article(found[0].article.id) == found[0]
        assert dateline.count("lang:en") >= 5
        assert dateline.push("desk", "The council of Quillhaven met.", guid=mark).id
        assert list(dateline.stories()) == []
        assert dateline.trends() == []
        with pytest.raises(Problem) as raised:
            dateline.count("topic:")
        assert raised.value.type == "/problems/bad-filter"


def five(dateline: Dateline | InTurn, mark: str) -> list[TaggedArticle]:
    found = [one for one in dateline.articles(page=2) if mark in one.article.title]
    return found if len(found) == 5 else []
