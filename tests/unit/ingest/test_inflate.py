"""Compressed bytes out, never more than a limit."""

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.inflate import Inflater, TooLarge

ENCODERS = {"": bytes, "identity": bytes, "gzip": gzip.compress, "deflate": zlib.compress}


@given(st.binary(max_size=500), st.sampled_from(sorted(ENCODERS)), st.integers(1, 50))
def test_what_went_in_comes_out(data: bytes, encoding: str, size: int) -> None:
    sent, inflater = ENCODERS[encoding](data), Inflater(encoding, 500)
    parts = [inflater.feed(sent[at : at + size]) for at in range(0, len(sent), size)]
    inflater.finish()
    assert b"".join(parts) == data


def test_a_bomb_is_stopped_before_it_swells() -> None:
    bomb = gzip.compress(bytes(200_000_000), 9)
    tracemalloc.start()
    with pytest.raises(TooLarge, match="over 1000000 bytes"):
        Inflater("gzip", 1_000_000).feed(bomb)
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "x" * 99])
def test_an_unknown_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(ValueError, match="not supported"):
        Inflater(encoding, 10)


def test_broken_data_is_refused() -> None:
    with pytest.raises(ValueError, match="broken"):
        Inflater("gzip", 10).feed(b"no gzip at all")


def test_data_cut_short_is_refused() -> None:
    inflater = Inflater("gzip", 10)
    inflater.feed(gzip.compress(b"abc")[:-4])
    with pytest.raises(ValueError, match="cut short"):
        inflater.finish()
