"""The words of dates in the languages that are read: months, days of the week, days counted from the publication."""

from collections.abc import Mapping
from typing import NamedTuple


class Calendar(NamedTuple):
    """What a language calls months (1 to 12), days of the week (0 is Monday) and days near the publication's.

    `abbreviated` are months only beside the number of a day. All in the letter case of the language; `days` gives
    the difference in days.
    """

    months: Mapping[str, int]
    abbreviated: Mapping[str, int]
    weekdays: Mapping[str, int]
    days: Mapping[str, int]


def _numbered(words: str, first: int = 1) -> dict[str, int]:
    """Each form -> its number: forms of one number stand together with `/` between them."""
    return {
        form: number for number, forms in enumerate(words.split(), first) for form in forms.split("/") if form
    }


def _days(words: str) -> dict[str, int]:
    """The days of the week, Monday first; a sentence may begin with one."""
    numbered = _numbered(words, 0)
    return numbered | {word[0].upper() + word[1:]: number for word, number in numbered.items()}


ENGLISH = Calendar(
    months=_numbered("January February March April May June July August September October November December"),
    abbreviated=_numbered("Jan Feb Mar Apr - Jun Jul Aug Sep/Sept Oct Nov Dec"),
    weekdays=_days("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    days={
        "today": 0,
        "tonight": 0,
        "yesterday": -1,
        "tomorrow": 1,
        "Today": 0,
        "Yesterday": -1,
        "Tomorrow": 1,
    },
)
GERMAN = Calendar(
    months=_numbered(
        "Januar/Jänner Februar März April Mai Juni Juli August September Oktober November Dezember"
    ),
    abbreviated=_numbered("Jan Feb - Apr - - - Aug Sept/Sep Okt Nov Dez"),
    weekdays=_days(
        "Montag/Montags Dienstag/Dienstags Mittwoch/Mittwochs Donnerstag/Donnerstags Freitag/Freitags "
        "Samstag/Samstags/Sonnabend Sonntag/Sonntags"
    ),
    days={"heute": 0, "Heute": 0, "gestern": -1, "Gestern": -1, "vorgestern": -2, "übermorgen": 2},
)
FRENCH = Calendar(
    months=_numbered(
        "janvier février mars avril mai juin juillet août/aout septembre octobre novembre décembre"
    ),
    abbreviated=_numbered("janv févr - avr - - juil - sept oct nov déc"),
    weekdays=_days("lundi mardi mercredi jeudi vendredi samedi dimanche"),
    days={
        "aujourd'hui": 0,
        "aujourd’hui": 0,
        "Aujourd'hui": 0,
        "Aujourd’hui": 0,
        "avant-hier": -2,
        "hier": -1,
        "Hier": -1,
        "demain": 1,
    },
)
SPANISH = Calendar(
    months=_numbered(
        "enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre"
    ),
    abbreviated=_numbered("ene feb - abr - - - ago sept/sep oct nov dic"),
    weekdays=_days("lunes martes miércoles jueves viernes sábado domingo"),
    days={"hoy": 0, "Hoy": 0, "anteayer": -2, "ayer": -1, "Ayer": -1},
)
UKRAINIAN = Calendar(
    months=_numbered(
        "січня/січні/січень лютого/лютому/лютий березня/березні/березень квітня/квітні/квітень "
        "травня/травні/травень червня/червні/червень липня/липні/липень серпня/серпні/серпень "
        "вересня/вересні/вересень жовтня/жовтні/жовтень листопада/листопаді/листопад "
        "грудня/грудні/грудень"
    ),
    abbreviated={},
    weekdays=_days(
        "понеділок/понеділка вівторок/вівторка середу/середа четвер/четверга п’ятницю/п'ятницю/пʼятницю/п’ятниця"
        " суботу/субота неділю/неділя"
    ),
    days={
        "сьогодні": 0,
        "Сьогодні": 0,
        "вчора": -1,
        "Вчора": -1,
        "учора": -1,
        "позавчора": -2,
        "завтра": 1,
        "Завтра": 1,
    },
)
CALENDARS: Mapping[str, Calendar] = {
    "en": ENGLISH,
    "de": GERMAN,
    "fr": FRENCH,
    "es": SPANISH,
    "uk": UKRAINIAN,
}
