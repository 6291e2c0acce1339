"""Templates -> answers. Everything is escaped unless it is markup already; nothing runs that is not our own file."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response

from services.gateway.pages import addresses, dates, kinds, languages, names
from services.gateway.pages.dates import moment
from services.gateway.pages.static import Static
from services.gateway.security import PAGE_POLICY

FOLDER = Path(__file__).parent / "templates"


class Renderer:
    """The templates of `folder`, with the addresses of `static`."""

    def __init__(self, static: Static, folder: Path = FOLDER) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._templates.filters |= {
            "moment": moment,
            "clock": clock,
            "day": dates.day,
            "hour": dates.hour,
            "dated": dates.dated,
            "age": age,
            "number": number,
            "share": share,
            "direction": languages.direction,
            "tag": languages.tag,
        }
        self._templates.globals |= {"static": static.address, "to": addresses, "kinds": kinds} | {
            "country": names.country,
            "language": names.language,
        }

    def html(self, template: str, **values: object) -> str:
        """The page as text."""
        return self._templates.get_template(template).render(values)

    def page(
        self, template: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: object
    ) -> Response:
        """The page as an answer."""
        sent = {"Content-Security-Policy": PAGE_POLICY, "Cache-Control": "no-store"} | dict(headers or {})
        return Response(self.html(template, **values), status, sent, "text/html; charset=utf-8")


def clock(value: datetime | str | None, form: str = "%-d %b %Y, %H:%M") -> str:
    """A time in UTC for people; empty where there is none."""
    return found.strftime(form) if (found := moment(value)) else ""


def age(seconds: float) -> str:
    """A duration in the largest unit that says enough: 0.4 s, 12 s, 5 min, 3 h, 9 d."""
    if seconds < 10:
        return f"{max(0.0, seconds):.1f} s"
    for unit, size, limit in (("s", 1, 120), ("min", 60, 7_200), ("h", 3_600, 172_800)):
        if seconds < limit:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds / 86_400:.0f} d"


def number(value: int) -> str:
    """With thin spaces between thousands."""
    return f"{value:,}".replace(",", "\u202f")


def share(value: float, most: float) -> int:
    """`value` of `most` in whole per cent, at least 1 where there is anything: the length of a bar."""
    return 0 if value <= 0 or most <= 0 else min(100, max(1, round(100 * value / most)))
