"""Quotes and statements in French, German, Spanish and Ukrainian: what is found, what is none, and where it stands."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.verification import verify
from services.extraction.abroad.lexicon import LANGUAGES
from services.extraction.abroad.speech.marks import quoted
from services.extraction.abroad.speech.quotes import INDIRECT, SCORES, reported
from services.extraction.abroad.speech.tongue import tongue
from services.extraction.extract import Extractor
from services.extraction.quotes import INDIRECT as ENGLISH_INDIRECT
from services.extraction.quotes import SCORES as ENGLISH
from tests.unit.extraction.abroad.passages import HALVES, Figures, figures, passages, read
from tests.unit.extraction.articles import article, whole

Read = list[tuple[str, str, str | None, str | None]]
QUOTES = ("names", "links", "quotes", "statements", "dates", "money")


def said(language: str, text: str) -> Read:
    """Kind, words, speaker and cue of each quote; the parts of one quote are joined by " / "."""
    found = reported(text, [(0, len(text))], tongue(language))

    def words(place: tuple[int, int] | None) -> str | None:
        return text[slice(*place)] if place else None

    return [
        (
            one.kind,
            " / ".join(text[slice(*part)] for part in one.parts),
            words(one.speaker),
            words(one.cue),
        )
        for one in found
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("half", HALVES)
def test_the_labelled_passages_are_read(extractor: Extractor, half: str, language: str) -> None:
    chosen = [one for one in passages(half) if one.language == language]
    assert len(chosen) == 13
    total = Figures()
    for one in chosen:
        total = total.plus(figures(one, read(extractor, one)))
    assert total.found >= 0.9 * total.there
    assert total.right >= 0.95 * total.ours
    assert total.words == total.found
    assert total.kinds >= 0.95 * total.found
    assert total.speakers >= 0.95 * total.found
    assert total.cues >= 0.95 * total.found
    assert total.found_stated >= 0.8 * total.stated
    assert total.right_stated >= 0.95 * total.our_stated
    assert total.stated_speakers == total.found_stated
    assert total.entities == total.found + total.found_stated


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "« a » « b »", ["a", "b"]),
        ("fr", "«\u00a0a\u00a0» et «\u202fb\u202f»", ["a", "b"]),
        ("fr", "« a “b” c »", ["a “b” c"]),
        ("fr", "« a « b » c »", ["a « b » c"]),
        ("fr", "“a” l’“b” d'été", ["a", "b"]),
        ("de", "„a“ »b« “c” „d ‚e‘ f“", ["a", "b", "c", "d ‚e‘ f"]),
        ("de", "«a» ‹b› ›c‹", ["a", "b", "c"]),
        ("es", '«a “b”» "c" 12" d', ["a “b”", "c"]),
        ("uk", '«п’ять» „б“ "об\'єкт" “г”', ["п’ять", "б", "об'єкт", "г"]),
        ("uk", "“a“ і „b”", ["a", "b"]),
        ("es", "»a», b", ["a"]),
        ("fr", "il y a 5» d’eau", []),
    ],
)
def test_marks_pair_as_the_language_has_them(language: str, text: str, expected: list[str]) -> None:
    found = [one for one in quoted(language)(text, 0, len(text)) if one.closed]
    assert [text[one.start : one.end] for one in found] == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "« Oui », dit-il.", ("direct", "Oui", "il", "dit")),
        ("fr", "« Non », ont-ils répondu.", ("direct", "Non", "ils", "répondu")),
        ("fr", "Interrogé, il a répondu : « Non. »", ("direct", "Non.", "il", "a répondu")),
        ("fr", "« Cela suffit », selon M. Duval.", ("direct", "Cela suffit", "M. Duval", "selon")),
        ("fr", "Le maire a-t-il dit que le pont fermait ?", ("indirect", "le pont fermait", "il", "dit")),
        ("de", "„Ja“, so die Ministerin.", ("direct", "Ja", "die Ministerin", "so")),
        ("de", "„Das reicht.“ Das sagte Ute Brenk.", ("direct", "Das reicht.", "Ute Brenk", "sagte")),
        ("de", "Brenk hat am Montag gesagt, dass es reicht.", ("indirect", "es reicht", "Brenk", "gesagt")),
        (
            "de",
            "„Das reicht“, hieß es in dem Bericht.",
            ("direct", "Das reicht", "dem Bericht", "hieß es in"),
        ),
        ("de", "„Das reicht“, fügt Dr. Brenk hinzu.", ("direct", "Das reicht", "Dr. Brenk", "fügt")),
        (
            "de",
            "„Das haben wir so nicht gewollt“, grantelte Ute Brenk.",
            ("direct", "Das haben wir so nicht gewollt", None, None),
        ),
        ("es", "“Ya basta”, dijo él.", ("direct", "Ya basta", "él", "dijo")),
        ("es", "Luis Ares ha dicho: «Basta».", ("direct", "Basta", "Luis Ares", "ha dicho")),
        ("es", "La jueza lo dijo: “Basta ya”.", ("direct", "Basta ya", "La jueza", "dijo")),
        ("uk", "«Досить», – каже Ганна Ліс.", ("direct", "Досить", "Ганна Ліс", "каже")),
        ("uk", "Про це він заявив про те, що міст закрито.", ("indirect", "міст закрито", "він", "заявив")),
    ],
)
def test_a_quote_has_its_words_its_speaker_and_its_cue(
    language: str, text: str, expected: tuple[str, str, str | None, str | None]
) -> None:
    assert said(language, text) == [expected]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le ministre n’a pas dit que la ligne fermerait."),
        ("fr", "L’annonce que « Le Rire » ferme a surpris. La « casse » continue, les prix aussi."),
        ("fr", "Selon l’usage, on vote à main levée. Le film « Les Eaux » sort mercredi, a-t-on appris."),
        ("fr", "Le président, Luc Farge, a annoncé un plan."),
        ("fr", "L’album a été décrit par la critique comme « un retour »."),
        ("fr", "- du pain\n- du lait, des œufs"),
        ("de", "Man kann sagen, dass es reicht. Laut Gesetz ist das verboten."),
        ("de", "Fans nennen ihn „Eisen“. Der sogenannte „Deckel“ bleibt."),
        ("de", "Die Firma, die Autos baut, kündigte Entlassungen an."),
        ("de", "Er sagte nichts. Das Stück „Der Besuch der Dame“ läuft."),
        ("de", "Es gibt nur zu bemängeln, dass niemand fragte. Sagen Sie, dass er kommt."),
        ("es", "Se cree que el barco zarpó. No dijo que volvería."),
        ("es", "La denuncia de que “El País” pagó no prosperó."),
        ("es", "Muchos lo llaman “el Zorro”. Según la ley, hay plazo."),
        ("es", "El alcalde, Luis Ares, anunció un plan."),
        ("uk", "Про це повідомляє «Українська правда». Міністр не казав, що піде."),
        ("uk", "Міністр зустрів «Динамо». Гравця називають «Кіт»."),
        ("uk", "За законом, є місяць. Так званий «реєстр» не діє."),
    ],
)
def test_titles_names_scare_quotes_and_what_was_not_said_are_none(language: str, text: str) -> None:
    assert said(language, text) == []


@pytest.mark.parametrize(
    ("language", "parts", "entity"),
    [
        ("fr", ("Emmanuel Macron est arrivé. « Tout va bien », a-t-il dit.",), "Emmanuel Macron"),
        ("fr", ("Emmanuel Macron a vu Luc Farge. « Tout va bien », a-t-il dit.",), None),
        ("fr", ("« Tout va bien », a dit l’avocat d’Emmanuel Macron.",), None),
        ("fr", ("« Tout va bien », a dit la porte-parole de l’ONU.",), "ONU"),
        ("de", ("Friedrich Merz kam. „Es geht gut“, sagte er.",), "Friedrich Merz"),
        ("de", ("Friedrich Merz traf Emmanuel Macron. „Es geht gut“, sagte er.",), None),
        ("de", ("Friedrich Merz traf Herrn Ostholt. „Es geht gut“, sagte er.",), None),
        ("es", ("Pedro Sánchez habló. «Todo va bien», dijo él.",), "Pedro Sánchez"),
        ("es", ("«Todo va bien», dijo el portavoz de Pedro Sánchez.",), None),
        ("uk", ("«Усе добре», – сказав речник Зеленського.",), None),
        ("uk", ("«Усе добре», – сказали в НАТО.",), "НАТО"),
    ],
)
def test_a_speaker_is_an_entity_only_where_one_alone_can_be_meant(
    extractor: Extractor, language: str, parts: tuple[str, ...], entity: str | None
) -> None:
    (result,) = extractor.extract([article(*parts, language=language)])
    names = {one.key: one.name for one in result.entities}
    assert [names.get(quote.entity or "") for quote in result.quotes] == [entity]


def test_an_inflected_name_is_the_same_entity(extractor: Extractor) -> None:
    text = "Володимир Зеленський прибув. За словами Зеленського, усе добре."
    (result,) = extractor.extract([article(text, language="uk")])
    assert [(one.name, one.mentions) for one in result.entities] == [("Володимир Зеленський", 2)]
    assert [quote.entity for quote in result.quotes] == [result.entities[0].key]


def test_the_event_says_what_was_looked_for(extractor: Extractor) -> None:
    for language in LANGUAGES:
        (result,) = extractor.extract([article("«Ja», sagte sie.", language=language)])
        assert result.extraction
        assert (result.extraction.level, result.extraction.looked_for) == ("gazetteer", QUOTES)


@pytest.mark.parametrize("language", ["it", "nl", "pt", "ru", "und"])
def test_no_rule_reads_another_language(extractor: Extractor, language: str) -> None:
    text = "“We are ready for it,” said Angela Merkel. «Siamo pronti», ha detto Angela Merkel. Bo said that he left."
    (result,) = extractor.extract([article(text, language=language)])
    assert result.quotes == ()
    assert result.extraction
    assert result.extraction.looked_for == ("names", "links")


def test_a_headline_has_no_quotes(extractor: Extractor) -> None:
    (result,) = extractor.extract([article(("title", "« Tout va bien », a dit Luc Farge."), language="fr")])
    assert result.quotes == ()


def test_scores_are_below_those_of_english() -> None:
    assert max(SCORES.values()) < min(ENGLISH.values())
    assert max(INDIRECT.values()) < min(ENGLISH_INDIRECT.values())


def test_a_method_names_the_language(extractor: Extractor) -> None:
    (result,) = extractor.extract([article("„Ja, das geht“, sagte Ute Brenk.", language="de")])
    assert [quote.extractor.method for quote in result.quotes] == ["rule:quote-de-after"]


PIECES = (
    *("« Nous restons unis », a déclaré Emmanuel Macron.", "«\u00a0On part, dit-il, et vite.\u00a0»"),
    *("„Wir halten zusammen“, sagte Merz.", "Laut Ute Brenk ist es ernst.", "»Ja«, so die Polizei."),
    *("—Hoy no —dijo ella—. Mañana.", "«Ya», dijo Luis.", "Según Ana, no hay plan."),
    *("«Так, – сказав він. – І все».", "За словами мера, світло є.", "Мер заявив, що п’ять."),
    *("«", "»", "“", "„", "”", '"', "‹", "—", "– ", " que ", " a dit ", " sagte ", ", ", ". ", ": ", " "),
    *(
        "\n\n",
        "\r\n",
        "\r",
        "\u00a0",
        "\u202f",
        "\u200b",
        "\ufeff",
        "😀",
        "👩🏽‍🚒",
        "e\u0301",
        "и\u0306",
        "\U00020000",
    ),
)
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map("".join)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS | st.text(max_size=120), language=st.sampled_from(LANGUAGES))
def test_every_position_is_right_among_signs_of_many_code_points(
    extractor: Extractor, text: str, language: str
) -> None:
    if not text:
        return
    (result,) = extractor.extract([whole(text, language=language)])
    assert verify(result) == []
    parts = [(part.start, part.end) for quote in result.quotes for part in quote.evidence]
    assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in parts)


@pytest.mark.parametrize("noise", ["😀", "\u00a0", "\r\n", "e\u0301", "\ufeff", "🇺🇦"])
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "« Nous restons unis », a déclaré Luc Farge. Selon l’ONU, tout va bien."),
        ("de", "„Wir halten zusammen“, sagte Ute Brenk. Sie betonte, dass es reicht."),
        ("es", "«Seguimos unidos», dijo Luis Ares. Según la ONU, todo va bien."),
        ("uk", "«Ми разом», – сказав мер. За словами мера, усе добре."),
    ],
)
def test_what_stands_before_shifts_positions_and_changes_nothing_else(
    language: str, text: str, noise: str
) -> None:
    words = tongue(language)
    plain = reported(text, [(0, len(text))], words)
    before = f"{noise}\n\n"
    shifted = reported(before + text, [(0, len(before + text))], words)
    by = len(before)
    assert len(plain) == 2
    assert [(one.kind, [(a + by, b + by) for a, b in one.parts], one.method) for one in plain] == [
        (one.kind, list(one.parts), one.method) for one in shifted
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "« Nous restons unis », a dit Luc Farge. "),
        ("de", "„Wir halten fest“, sagte Ute Brenk. "),
        ("es", "«Seguimos en pie», dijo Luis Ares. "),
        ("uk", "«Ми є разом тут», – сказав мер міста. "),
    ],
)
def test_a_long_paragraph_of_quotes_is_read_whole(language: str, text: str) -> None:
    found = reported(text * 3000, [(0, len(text) * 3000)], tongue(language))
    assert len([part for one in found for part in one.parts]) == 3000
