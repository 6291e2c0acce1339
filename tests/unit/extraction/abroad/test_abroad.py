"""Articles in other languages: what is there is right, and what is not sure is not there. The articles are made up."""

import pytest

from schemas.verification import verify
from services.extraction.abroad.lexicon import LANGUAGES, lexicon
from services.extraction.extract import Extractor
from tests.unit.extraction.articles import article

Tags = set[tuple[str, str]]

GERMAN = (
    ("title", "Merz und Macron beraten in Berlin"),
    "Bundeskanzler Friedrich Merz hat am Dienstag in Berlin den französischen Präsidenten Emmanuel Macron empfangen.",
    "Die Welt schaut auf die Ukraine, und die Zeit drängt. „Wir halten zusammen“, sagte Merz nach dem Essen.",
    "Die Europäische Union will 2,5 Milliarden Euro geben; die Nato berät im Dezember. "
    "Der Spiegel im Saal hing schief.",
    "Seit dem 3. Oktober 2025 gilt das neue Gesetz. Die Bank am Rhein hat geschlossen, die Post ist offen.",
)
FRENCH = (
    ("title", "Macron reçoit le chancelier allemand"),
    "Le président Emmanuel Macron a reçu mardi à Paris le chancelier Friedrich Merz.",
    "Le monde attend, et la croix du village attend aussi. « Nous restons unis », a déclaré le président.",
    "L’Allemagne et la France verseront 3 milliards d’euros à l’Ukraine d’ici à 2027, selon l’ONU.",
    "Depuis le 1er mai 2026, la loi s’applique en Île-de-France. Les échos de la fête sont loin.",
)
SPANISH = (
    ("title", "Sánchez viaja a Bruselas"),
    "El presidente del Gobierno, Pedro Sánchez, viajó el martes a Bruselas para hablar con la Unión Europea.",
    "El país espera y la razón asiste a los vecinos. «Seguimos unidos», dijo.",
    "Alemania y Estados Unidos aportarán 2.500 millones de euros, según la OTAN.",
    "Desde el 3 de mayo de 2026 rige la ley. La colonia de la marca es cara.",
)
UKRAINIAN = (
    ("title", "Зеленський прибув до Брюсселя"),
    "Президент Володимир Зеленський у вівторок прибув до Брюсселя на зустріч з лідерами ЄС.",
    "Україна отримає 2,5 млрд євро, повідомили в НАТО. «Ми разом», – сказав він.",
    "Закон діє з 24 серпня 2026 року. Софія пішла до школи, крім неї – ніхто.",
)


def tags(extractor: Extractor, parts: tuple[object, ...], language: str) -> Tags:
    (result,) = extractor.extract(
        [article(*parts, language=language, published="2026-11-24T10:00:00Z")]  # type: ignore[arg-type]  # parts of articles
    )
    assert verify(result) == []
    assert result.extraction
    assert result.extraction.level == "gazetteer"
    return {(mention.evidence[0].exact, mention.value or mention.type) for mention in result.mentions}


def test_german(extractor: Extractor) -> None:
    assert tags(extractor, GERMAN, "de") == {
        ("Berlin", "place"),
        ("Friedrich Merz", "person"),
        ("Merz", "person"),
        ("Dienstag", "2026-11-24"),
        ("Emmanuel Macron", "person"),
        ("Macron", "person"),
        ("Ukraine", "place"),
        ("Europäische Union", "organisation"),
        ("2,5 Milliarden Euro", "EUR 2500000000"),
        ("Nato", "organisation"),
        ("Dezember", "2026-12"),
        ("3. Oktober 2025", "2025-10-03"),
    }


def test_french(extractor: Extractor) -> None:
    assert tags(extractor, FRENCH, "fr-FR") == {
        ("Macron", "person"),
        ("Emmanuel Macron", "person"),
        ("mardi", "2026-11-24"),
        ("Paris", "place"),
        ("Friedrich Merz", "person"),
        ("Allemagne", "place"),
        ("France", "place"),
        ("3 milliards d’euros", "EUR 3000000000"),
        ("Ukraine", "place"),
        ("ONU", "organisation"),
        ("1er mai 2026", "2026-05-01"),
    }


def test_spanish(extractor: Extractor) -> None:
    assert tags(extractor, SPANISH, "es") == {
        ("Bruselas", "place"),
        ("Pedro Sánchez", "person"),
        ("Sánchez", "person"),
        ("martes", "2026-11-24"),
        ("Unión Europea", "organisation"),
        ("Alemania", "place"),
        ("Estados Unidos", "place"),
        ("2.500 millones de euros", "EUR 2500000000"),
        ("OTAN", "organisation"),
        ("3 de mayo de 2026", "2026-05-03"),
    }


def test_ukrainian(extractor: Extractor) -> None:
    assert tags(extractor, UKRAINIAN, "uk") == {
        ("Зеленський", "person"),
        ("Брюсселя", "place"),
        ("Володимир Зеленський", "person"),
        ("вівторок", "2026-11-24"),
        ("ЄС", "organisation"),
        ("Україна", "place"),
        ("2,5 млрд євро", "EUR 2500000000"),
        ("НАТО", "organisation"),
        ("24 серпня 2026 року", "2026-08-24"),
    }


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        (
            "it",
            "Giorgia Meloni ha incontrato Ursula von der Leyen a Roma.",
            {"Giorgia Meloni", "Ursula von der Leyen"},
        ),
        ("nl", "De Tweede Kamer praat. De heer Jan Jansen was in Delft.", set()),
        ("pt", "O mundo espera. Lula foi a Brasília, diz o jornal.", set()),
        ("und", "The minister met Angela Merkel. It was late.", {"Angela Merkel"}),
        ("zh", "总理在北京会见了记者。", set()),
        ("ar", "التقى الرئيس بالوزير في القاهرة", set()),
    ],
)
def test_any_other_language_has_names_of_the_knowledge_base_alone(
    extractor: Extractor, language: str, text: str, names: set[str]
) -> None:
    (result,) = extractor.extract([article(text, language=language)])
    assert {mention.evidence[0].exact for mention in result.mentions} == names
    assert result.extraction
    assert (result.extraction.level, result.extraction.looked_for) == ("aliases", ("names", "links"))


def test_a_name_is_linked_by_what_english_calls_it(extractor: Extractor) -> None:
    (result,) = extractor.extract([article("Росія та Німеччина ведуть переговори.", language="uk")])
    assert {(entity.name, entity.id) for entity in result.entities} == {
        ("Росія", "Q159"),
        ("Німеччина", "Q183"),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_list(language: str) -> None:
    assert len(lexicon(language)) > 300
    assert all(one.type in {"person", "organisation", "place"} for one in lexicon(language).values())


def test_other_languages_have_none() -> None:
    assert lexicon("it") == {}


@pytest.mark.parametrize(
    ("language", "text", "surname", "times"),
    [
        ("de", "Friedrich Merz sprach. Später ging Merz; der Merz im Kalender blieb.", "Merz", 1),
        ("fr", "Emmanuel Macron a parlé. Selon Macron, rien ne change.", "Macron", 1),
        ("es", "Javier Milei habló. Para Milei, nada cambia.", "Milei", 1),
        ("nl", "Friedrich Merz sprak. Later ging Merz.", "Merz", 0),
    ],
)
def test_a_surname_alone_is_the_person_named_in_full(
    extractor: Extractor, language: str, text: str, surname: str, times: int
) -> None:
    (result,) = extractor.extract([article(text, language=language)])
    assert [m.evidence[0].exact for m in result.mentions if m.type == "person"].count(surname) == times
    assert len([entity for entity in result.entities if entity.type == "person"]) == 1
