# A copy of schemas/geography.py, made by clients/python/vendor.py: change that one.
"""Where an article is: the places it is about, which are fewer than the places it names."""

import msgspec

from dateline_client.contract.entities import Processor
from dateline_client.contract.selectors import Selector


class AboutPlace(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A place that the article is about. `score` is in 0..1: how likely it is a scene of the news, not only named.

    `entity` is the key of the article's entity, `id` its id in the knowledge base; `country` is ISO 3166-1 alpha-2,
    `iso` the ISO 3166 code of the place itself ("FR", "FR-75C"), `geonames` its GeoNames id; degrees are WGS 84.
    """

    entity: str
    name: str
    id: str
    score: float
    evidence: tuple[Selector, ...]
    country: str | None = None
    iso: str | None = None
    geonames: int | None = None
    latitude: float | None = None
    longitude: float | None = None


class AboutCountry(msgspec.Struct, frozen=True, kw_only=True):
    """A country that the article is about. `code` is ISO 3166-1 alpha-2, `score` in 0..1.

    `evidence` is where the country or a place in it is named.
    """

    code: str
    score: float
    evidence: tuple[Selector, ...]


class Geography(msgspec.Struct, frozen=True, kw_only=True):
    """Countries and places that the article is about, each best first.

    `focus` is the code of the country that stands out, None where none does.
    """

    extractor: Processor
    focus: str | None = None
    countries: tuple[AboutCountry, ...] = ()
    places: tuple[AboutPlace, ...] = ()
