"""Many small articles of our own, each another one, for tests that need a river and not a pond."""

import random
from collections.abc import Iterator

from schemas.submission import Submission

PEOPLE = ("Mara Ollen", "Tomas Ferrante", "Ingrid Solvang", "Daniel Okoye", "Priya Raman", "Luka Novak")
PLACES = ("Brussels", "Lisbon", "Nairobi", "Osaka", "Quito", "Helsinki", "Warsaw", "Cairo")
BODIES = (
    "European Commission",
    "World Health Organization",
    "Bank of Japan",
    "African Union",
    "City Council",
)
EVENTS = (
    "A strike closed the port of {place} on Tuesday, the {body} said.",
    "The {body} raised its key rate by a quarter point, and shares in {place} fell.",
    "Flood water cut the road to {place}; rescuers led by {person} reached two villages.",
    "“We will not wait for another winter,” said {person}, who speaks for the {body}.",
    "A court in {place} sentenced two men for fraud after {person} had given evidence.",
    "Voters in {place} go to the polls on Sunday, with {person} ahead in the last survey.",
)


def submissions(count: int) -> Iterator[Submission]:
    """`count` submissions of two to four sentences; the same ones at every call."""
    chance = random.Random(2026)
    for number in range(count):
        place = chance.choice(PLACES)
        sentences = [
            event.format(place=place, person=chance.choice(PEOPLE), body=chance.choice(BODIES))
            for event in chance.sample(EVENTS, chance.randint(2, 4))
        ]
        yield Submission(
            source="river",
            guid=f"river-{number}",
            title=f"News from {place}, item {number}",
            content="\n\n".join([*sentences, f"This is report number {number}."]),
            language="en",
        )
