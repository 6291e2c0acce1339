"""The articles that the pages are tried on: with emoji, from right to left, of bad words, of bad selectors."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import msgspec

from schemas.article import Block
from schemas.entities import Entity, EntityType, Link, Mention, Quote
from schemas.envelope import Event, Message
from schemas.geography import AboutCountry, AboutPlace, Geography
from schemas.identity import article_id, event_id, text_digest
from schemas.selectors import Selector, select
from schemas.tagged import TaggedArticle, Topic
from tests.gateway.events import PROCESSOR, tagged

EARLIER = (datetime.now(UTC) - timedelta(hours=3)).isoformat()
POLITICS = "medtop:11000000"

BODY = (
    "Harbour opens again 😀🚢\n\n"
    "Mayor Ilse Brandt opened the port of Quillhaven on Monday. 👩‍🚀 The port had been shut for weeks.\n\n"
    "“The port is open again,” said Brandt. Dockers of the Amber Quay Union cheered.\n\n"
    + "\n\n".join(f"Paragraph {number}: nothing of note happened at the quay." for number in range(30))
    + "\n\nIlse Brandt will speak again in Quillhaven."
)

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'onmouseover='alert(1)",
    "javascript:alert(1)",
    "</title><svg/onload=alert(1)>",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "\u202egnirts\u2066",
    "</textarea></template><iframe srcdoc='<script>alert(1)</script>'>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "]]><!--",
    "<base href=//evil.example><meta http-equiv=refresh content=0;url=//evil.example>",
    "<style>*{display:none}</style><svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<form action=//evil.example><button formaction=javascript:alert(1)>",
    "</pre></code></time><object data=javascript:alert(1)>",
)
"""Words that would be markup or a script, were they not text. Each stands in every field that a page shows."""


def identify(name: str) -> str:
    """The id of the article called `name`."""
    return article_id(f"https://example.org/{name}", "wire", None)


class Writer:
    """Puts an article together, with selectors of the words that it is told."""

    def __init__(self, name: str, text: str, title: str, version: int = 1, **article: object) -> None:
        self.name, self.text, self.version = name, text, version
        base = tagged(name, version, text=text, language=str(article.pop("language", "en"))).data
        assert isinstance(base, TaggedArticle)
        ends = [0]
        for part in text.split("\n\n"):
            ends.append(ends[-1] + len(part) + 2)
        blocks = tuple(
            Block(kind="title" if number == 0 else "body", start=start, end=end - 2)
            for number, (start, end) in enumerate(pairwise(ends))
            if end - 2 > start
        )
        fields = {"title": title, "blocks": blocks, "published": datetime.now(UTC).isoformat()} | article
        self._base = msgspec.structs.replace(base, article=msgspec.structs.replace(base.article, **fields))
        self.mentions: list[Mention] = []
        self.entities: list[Entity] = []
        self.quotes: list[Quote] = []
        self.topics: list[Topic] = []
        self.geography: Geography | None = None

    def places(self, words: str) -> tuple[Selector, ...]:
        """Everywhere that `words` stand."""
        found, at = [], self.text.find(words)
        while at >= 0:
            found.append(select(self.text, at, at + len(words)))
            at = self.text.find(words, at + 1)
        return tuple(found)

    def name_it(self, kind: EntityType, name: str, *others: str, id_: str | None = None) -> "Writer":
        """An entity that is mentioned everywhere that its names stand."""
        key = f"e{len(self.entities) + 1}"
        evidence = tuple(place for words in (name, *others) for place in self.places(words))
        self.mentions += [
            Mention(type=kind, entity=key, evidence=(place,), score=0.9, extractor=PROCESSOR)
            for place in evidence
        ]
        self.entities.append(
            Entity(
                key=key,
                name=name,
                type=kind,
                mentions=len(evidence),
                evidence=evidence[:1],
                score=0.9,
                extractor=PROCESSOR,
                id=id_,
                abstained=None if id_ else "unknown",
            )
        )
        return self

    def quote(self, words: str, speaker: str | None = None, entity: str | None = None) -> "Writer":
        """Quoted words."""
        said = self.places(speaker)[0] if speaker else None
        self.quotes.append(
            Quote(
                kind="direct",
                evidence=self.places(words)[:1],
                score=0.8,
                extractor=PROCESSOR,
                speaker=said,
                entity=entity,
            )
        )
        return self

    def about(self, topic: str, label: str, *words: str) -> "Writer":
        """A topic that these words support."""
        evidence = tuple(place for one in words for place in self.places(one))
        self.topics.append(Topic(id=topic, label=label, evidence=evidence, score=0.83, extractor=PROCESSOR))
        return self

    def event(self) -> Event[Message]:
        """The event."""
        article = msgspec.structs.replace(self._base.article, digest=text_digest(self.text))
        data = msgspec.structs.replace(
            self._base,
            article=article,
            mentions=tuple(sorted(self.mentions, key=lambda one: one.evidence[0].start)),
            entities=tuple(self.entities),
            quotes=tuple(self.quotes),
            topics=tuple(self.topics),
            geography=self.geography,
        )
        now = datetime.now(UTC).isoformat()
        return Event(
            id=event_id("tagging", article.id, self.version, article.digest, "1"),
            source="dateline/tagging",
            time=now,
            partitionkey=article.id,
            receivedtime=now,
            data=data,
        )


def harbour(version: int = 1) -> Event[Message]:
    """A long article with emoji, two versions of it."""
    text = BODY if version == 1 else BODY.replace("on Monday", "on Tuesday")
    writer = (
        Writer("harbour", text, "Harbour opens again 😀🚢", version, published=EARLIER)
        .name_it("person", "Ilse Brandt", id_="Q101")
        .name_it("place", "Quillhaven")
        .name_it("organisation", "Amber Quay Union")
        .quote("The port is open again,", "Brandt", "e1")
        .about(POLITICS, "politics and government", "Mayor", "port")
    )
    quay = writer.places("Quillhaven")
    writer.geography = Geography(
        extractor=PROCESSOR, countries=(AboutCountry(code="SI", score=0.88, evidence=quay[:1]),)
    )
    return writer.event()


def arabic() -> Event[Message]:
    """From right to left."""
    text = "الميناء يفتح من جديد\n\nافتتحت العمدة ليلى حداد ميناء المدينة يوم الاثنين."
    return (
        Writer("arabic", text, "الميناء يفتح من جديد", language="ar").name_it("person", "ليلى حداد").event()
    )


def orphaned() -> Event[Message]:
    """One selector does not hold."""
    writer = Writer("orphaned", "Orphans\n\nOrphans say that words of a quote stand here.", "Orphans").quote(
        "words of a quote"
    )
    (quote,) = writer.quotes
    wrong = msgspec.structs.replace(quote.evidence[0], exact="words of a goat!")
    speaker = writer.places("Orphans")[1]
    writer.quotes = [msgspec.structs.replace(quote, kind="indirect", evidence=(wrong,), speaker=speaker)]
    return writer.event()


def hostile(number: int, name: str | None = None, version: int = 1) -> Event[Message]:
    """Bad words in every field of an article that is displayed."""
    bad = HOSTILE[number]
    text = f"{bad} title\n\n{bad} said that {bad} is here."
    writer = Writer(
        name or f"hostile-{number}",
        text,
        f"{bad} title",
        version,
        authors=(bad,),
        url=f"javascript:alert(1)//{number}",
        source=bad,
        language=bad,
    )
    writer.name_it("person", bad, id_=f"Q{900 + number}").name_it("place", f"{bad} title").quote(
        f"that {bad}", bad, "e1"
    ).about(f"desk:{bad}", bad, bad)
    by = msgspec.structs.replace(PROCESSOR, name=bad, version=bad, method=bad)
    link = Link(score=0.7, label=bad, extractor=by, country=bad, ticker=bad, iso=bad)
    linked, unlinked = (msgspec.structs.replace(one, extractor=by) for one in writer.entities)
    writer.entities = [msgspec.structs.replace(linked, link=link), unlinked]
    writer.topics = [msgspec.structs.replace(one, extractor=by) for one in writer.topics]
    evidence = writer.places(bad)[:1]
    (wrong,) = (msgspec.structs.replace(one, exact=f"{bad}?") for one in evidence)
    writer.mentions += [
        Mention(type=kind, evidence=(one,), score=0.5, extractor=by, value=bad)
        for kind in ("date", "money")
        for one in (*evidence, wrong)
    ]
    writer.geography = Geography(
        extractor=by,
        countries=(AboutCountry(code=bad, score=0.6, evidence=evidence),),
        places=(AboutPlace(entity="e1", name=bad, id=bad, score=0.6, evidence=evidence),),
    )
    return writer.event()


def fresh(name: str, title: str, language: str = "en") -> Event[Message]:
    """A small one that comes in while somebody looks."""
    text = f"{title}\n\n😀 Ilse Brandt said so."
    return Writer(name, text, title, language=language).name_it("person", "Ilse Brandt", id_="Q101").event()


def everything() -> list[Event[Message]]:
    """What is there when a test begins."""
    bad = [hostile(number) for number in range(len(HOSTILE))]
    return [*bad, arabic(), orphaned(), harbour(1), harbour(2)]
