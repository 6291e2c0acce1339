"""What a place's own name says that it is: "Lake Bled" is water, "Gatwick Airport" a facility."""

import re

from schemas.entities import EntityType, PlaceKind

_KINDS: tuple[tuple[PlaceKind, "re.Pattern[str]"], ...] = (
    (
        "water",
        re.compile(
            r"(?:Lake|Loch|River|Strait|Straits|Gulf|Bay|Sea|Cape Sea)\s.+|.+\s(?:River|Sea|Ocean|Strait"
            r"|Straits|Gulf|Bay|Lake|Lakes|Canal"
            r"|Channel|Sound|Reservoir|Creek|Fjord|Lagoon)"
        ),
    ),
    (
        "facility",
        re.compile(
            r".+\s(?:Airport|Clinic|Racecourse|Velodrome|Motorway|Stadium|Arena|Bridge|Hospital|Prison|Jail|Palace|Castle|Museum|Station|Cathedral|Church|Mosque|Temple|Tower"
            r"|Square|Street|Avenue|Road|Boulevard|Highway|Tunnel|Dam|Park|Plant|Theatre|Theater|Library|House|Hall|Gate|Centre|Center|Pier"
            r"|Barracks|Base|Cemetery|Mall|Hotel|Terminal|Harbour|Harbor)|(?:Camp|Fort|Interstate|Highway|Route)\s.+"
        ),
    ),
    (
        "region",
        re.compile(
            r".+\s(?:Province|County|District|Region|Oblast|Valley|Coast|Peninsula|Island|Islands|Desert|Mountains|Governorate|Prefecture"
            r"|State|Territory|Highlands|Delta|Hills|Plateau|Glacier|Forest|Strip)|(?:Mount|Mt\.?|Isle"
            r"|Province|Gulf States)\s.+"
            r"|(?:(?:North|South|East|West|Central)(?:ern|east|west|eastern|western)?)\s(?:Africa|Asia|Europe|America|China|India|England)"
        ),
    ),
    ("city", re.compile(r".+\s(?:City|Town|Village)")),
)

_BUILT = re.compile(
    r".+\s(?:Airport|Arena|Avenue|Boulevard|Bridge|Cemetery|Clinic|Highway|Hospital|Motorway|Road|Square|Stadium|Station|Street"
    r"|Velodrome|Prison|Jail|Racecourse|Mosque)"
)
_BEARERS = frozenset(("Bridge", "Street", "Road", "Station", "Square", "Hospital", "Clinic"))
"""Words that end names of persons and of rock bands too: a person of such a name stays one."""


def built(name: str, given: EntityType) -> bool:
    """True for a street, a hospital or a stadium that the model takes for a person or a body."""
    if given not in {"person", "organisation"} or not _BUILT.fullmatch(name):
        return False
    return given == "organisation" or len(name.split()) > 2 or name.rsplit(maxsplit=1)[-1] not in _BEARERS


def named(name: str) -> PlaceKind | None:
    """What the words of the name tell; None where they tell nothing."""
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(name)), None)
