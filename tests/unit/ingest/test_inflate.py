"""Compressed bytes out, never more than a limit."""

import gzip
import tracemalloc
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.web.inflate import Inflater, TooLarge

ENCODERS = {
    "": bytes,
    "identity": bytes,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


@given(st.binary(max_size=500), st.sampled_from(sorted(ENCODERS)), st.integers(1, 50))
def test_what_went_in_comes_out(data: bytes, encoding: str, size: int) -> None:
    sent, inflater = ENCODERS[encoding](data), Inflater(encoding, 500)
    parts = [inflater.feed(sent[at : at + size]) for at in range(0, len(sent), size)]
    inflater.finish()
    assert b"".join(parts) == data


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_stopped_before_it_swells(encoding: str) -> None:
    bomb = ENCODERS[encoding](bytes(100_000_000))
    assert len(bomb) < 200_000
    tracemalloc.start()
    with pytest.raises(TooLarge, match="over 1000000 bytes"):
        Inflater(encoding, 1_000_000).feed(bomb)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("encoding", ["lzw", "gzip, gzip", "x" * 99])
def test_an_unknown_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(ValueError, match="not supported"):
        Inflater(encoding, 10)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_broken_data_is_refused(encoding: str) -> None:
    with pytest.raises(ValueError, match="broken"):
        Inflater(encoding, 10).feed(b"nothing compressed at all")


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_data_cut_short_is_refused(encoding: str) -> None:
    inflater = Inflater(encoding, 10)
    inflater.feed(ENCODERS[encoding](b"abc")[:-1])
    with pytest.raises(ValueError, match="cut short"):
        inflater.finish()
