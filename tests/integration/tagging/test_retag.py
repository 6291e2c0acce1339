"""`dateline retag` on a real stream: each article gets a newer event once, and what changed is said beside it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from schemas.catalogue import SUPERSEDED, TAGGED
from schemas.envelope import encode
from schemas.superseded import Superseded
from schemas.tagged import TaggedArticle
from services.cli import dateline
from services.runtime import reader, streams
from tests.kafka.embedded import EmbeddedBroker
from tests.submitting import publish
from tests.unit.tagging.test_retag import event, untagged


def test_what_an_older_tagger_tagged_is_tagged_again_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with EmbeddedBroker(tmp_path) as broker:
        streams.apply(broker.bootstrap, replication=1)
        old = event(untagged())
        publish(broker.bootstrap, TAGGED, [encode(old)])
        monkeypatch.setenv("DATELINE_BOOTSTRAP", broker.bootstrap)

        told = list[str]()

        def retag(*options: str) -> list[dict[str, object]]:
            shown = CliRunner().invoke(dateline, ["retag", *options], catch_exceptions=False)
            told.append(shown.output.splitlines()[-1])
            return [json.loads(line) for line in shown.output.splitlines() if line.startswith("{")]

        (dry,) = retag("--dry-run")
        assert len(list(reader.read(broker.bootstrap, TAGGED, follow=False))) == 1
        assert retag() == [dry]
        _, new = reader.events(broker.bootstrap, TAGGED, follow=False)
        (said,) = reader.events(broker.bootstrap, SUPERSEDED, follow=False)
        assert isinstance(new.data, TaggedArticle)
        assert isinstance(said.data, Superseded)
        assert (said.data.replaced, said.data.event, said.partitionkey) == (old.id, new.id, old.partitionkey)
        assert [one.id for one in said.data.came] == [topic.id for topic in new.data.topics] != []
        assert retag("--dry-run") == []
        assert told == [
            "1 of 1 articles would be tagged again",
            "1 of 1 articles were tagged again",
            "nothing to tag: today's tagger has tagged all 1 articles already",
        ]
