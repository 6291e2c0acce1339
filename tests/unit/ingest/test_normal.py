"""Text as it should have arrived."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.normal import line, normalise

HOSTILE = st.text(
    st.sampled_from(
        "ae\u0301\u200d\u200c\u200b\u00ad\u0323\u1ebf\r\n\t\x00\x85\u2028\ufeff\ufdd0🏴\U000e0067\U000e007f👩क\u094d "
    )
)


@given(st.text() | HOSTILE)
def test_to_normalise_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text() | HOSTILE)
def test_nothing_controls_what_is_normal(text: str) -> None:
    assert not any(unicodedata.category(letter) == "Cc" and letter != "\n" for letter in normalise(text))


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("a\u00a0b\u2009c\u3000d", "a b c d"),
        ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\n\ne"),
        ("Bun\u00addes\u200btag\u2060\ufeff", "Bundestag"),
        ("safe\u202egnp.exe\u2066x\u2069", "safegnp.exex"),
        ("a\x00b\x07c\x1bd", "abcd"),
        ("Cafe\u0301", "Café"),
        ("It\x92s \x93so\x94 \x96 yes\x85", "It’s “so” – yes…"),
        ("‘a’ “b” ☕🙂", "‘a’ “b” ☕🙂"),
        ("oﬃcial ﬁnal ﬂow", "official final flow"),
        ("Itâ€™s â€œsoâ€\x9d â€“ cafÃ© Â£5", "It’s “so” – café £5"),
        ("It\u00e2\u0080\u0099s caf\u00c3\u00a9\u00c2\u00a0x", "It’s café x"),
        ("„groß”, “CAFÉ”, “olé”…, IRMÃ”", "„groß”, “CAFÉ”, “olé”…, IRMÃ”"),
        ("ðŸ™‚ Å¡kola", "🙂 škola"),
        ("São Paulo, NÃO, Ângela", "São Paulo, NÃO, Ângela"),
        ("pay\u200dpal", "paypal"),
        ("👩\u200d🚀 क्\u200dष می\u200cخواهم", "👩\u200d🚀 क्\u200dष می\u200cخواهم"),
        ("🏴\U000e0067\U000e0062\U000e007f a\U000e0041\U000e0042", "🏴\U000e0067\U000e0062\U000e007f a"),
        ("\ufdd0\uffff\U0001fffe\ufffd", "\ufffd"),
    ],
)
def test_what_looks_the_same_is_the_same(text: str, normal: str) -> None:
    assert normalise(text) == normal


@given(st.text())
def test_a_line_is_one_line_without_doubled_spaces(text: str) -> None:
    assert line(text) == " ".join(line(text).split())
