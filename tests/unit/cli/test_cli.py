"""What a person got wrong is one line and exit code 2; what is right says so."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from schemas.envelope import payload
from schemas.selectors import Selector
from schemas.tagged import TaggedArticle
from tests.contract.messages import example


def dateline(*args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "services.cli", *args],
        capture_output=True, text=True, timeout=60, check=False, env={"PATH": "/usr/bin:/bin", **environment},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("args", "environment", "names"),
    [
        (["nonsense"], {}, "nonsense"),
        (["run", "nonsense"], {}, "nonsense"),
        (["run", "extraction"], {"DATELINE_HTTP_PORT": "many"}, "DATELINE_HTTP_PORT"),
        (["run", "ingest"], {"DATELINE_FEEDS": "no-url"}, "DATELINE_FEEDS"),
        (["verify"], {}, "nothing to verify"),
        (["verify", "no-such-file"], {}, "no-such-file"),
        (["streams", "apply", "--partitions", "0"], {}, "--partitions"),
        (
            ["streams", "apply", "--wait-s", "0"],
            {"DATELINE_BOOTSTRAP": "127.0.0.1:1"},
            "127.0.0.1:1 does not answer",
        ),
        (["demo", "--samples", "no-such-folder"], {}, "no-such-folder"),
        (["dlq", "nonsense"], {}, "nonsense"),
        (["dlq", "ingest", "--reason", "nosuch"], {}, "'undecodable', 'invalid', 'unsupported'"),
        (["topics", "tree"], {"DATELINE_MODELS": "/"}, "DATELINE_MODELS: no folder of models"),
        (["kb", "stats"], {"DATELINE_MODELS": "/nowhere"}, "DATELINE_MODELS"),
        (["verify", "LICENSE"], {}, "LICENSE:1"),
        (["keys", "create", "", "--scope", "read"], {}, "NAME"),
        (
            ["keys", "list"],
            {"DATELINE_DATABASE_URL": "postgresql://dateline@127.0.0.1:1/dateline"},
            "DATELINE_DATABASE_URL",
        ),
        (["ingest", "auto"], {}, "PATH"),
        (["ingest", "nonsense", "README.md"], {}, "nonsense"),
        (["ingest", "auto", "no-such-file"], {}, "no-such-file"),
        (["ingest", "auto", "--source", "No Name", "README.md"], {}, "source"),
        (["ingest", "auto", "README.md"], {"DATELINE_BOOTSTRAP": "127.0.0.1:1"}, "broker"),
        (["migrate"], {"DATELINE_DATABASE_URL": "postgresql://x@127.0.0.1:1/x"}, "database"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(
    args: list[str], environment: dict[str, str], names: str
) -> None:
    done = dateline(*args, **environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("dateline: ")
    assert len(done.stderr.splitlines()) == 1
    assert names in done.stderr


def test_health_of_a_service_that_is_not_there_is_exit_code_1() -> None:
    assert dateline("health", "--port", "1").returncode == 1


def article(path: Path, **changes: object) -> Path:
    tagged = example("dateline.article.tagged.v1")
    assert isinstance(tagged, TaggedArticle)
    path.write_bytes(payload(msgspec.structs.replace(tagged, **changes)))
    return path


def test_verify_passes_what_is_right(tmp_path: Path) -> None:
    done = dateline("verify", str(article(tmp_path / "right.json")))
    assert (done.returncode, done.stdout) == (0, "1 articles, 13 tags checked, 0 faults\n")


def test_verify_says_where_there_is_no_tag(tmp_path: Path) -> None:
    bare = article(tmp_path / "bare.json", mentions=(), entities=(), quotes=(), topics=(), geography=None)
    done = dateline("verify", str(bare))
    assert (done.returncode, done.stdout) == (0, "1 articles, no tag in them to check, 0 faults\n")


def test_verify_names_the_tag_that_does_not_hold(tmp_path: Path) -> None:
    tagged = example("dateline.article.tagged.v1")
    assert isinstance(tagged, TaggedArticle)
    shifted = Selector(start=1, end=11, exact="Quillhaven")
    mention = msgspec.structs.replace(tagged.mentions[0], evidence=(shifted,))
    done = dateline("verify", str(article(tmp_path / "wrong.json", mentions=(mention, *tagged.mentions[1:]))))
    assert done.returncode == 1
    assert "mention 0: 1:11 holds 'uillhaven ', not 'Quillhaven'" in done.stdout


@pytest.mark.parametrize("content", ['{"article": 1, "topics": []}', "[]", "7"])
def test_verify_of_what_is_no_article_names_the_document(tmp_path: Path, content: str) -> None:
    (tmp_path / "odd.json").write_text(content)
    done = dateline("verify", str(tmp_path / "odd.json"))
    assert done.returncode == 2
    assert "odd.json:1" in done.stderr
