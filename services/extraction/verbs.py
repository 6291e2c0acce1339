"""Verbs by which English reports what somebody says or thinks, by what they mean and how they take what is reported.

The classes are those of grammars and of Levin, English Verb Classes and Alternations (1993): verbs of saying (37.7), of
telling (37.2), of the manner of speaking (37.3), of sending (37.4), of asking, of judging aloud (33), and verbs of
thinking and finding out (29, 30). Each list was filled from the meaning of its class: any verb that plainly belongs
stands in it, none was added or left out for what it does to a figure. Forms in brackets are irregular; `*` marks a verb
whose plain form is a noun too.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

_SAY = """
    say(said) add acknowledge admit(admitted) affirm agree allege announce answer* argue assert aver(averred)
    boast* caution* claim* clarify comment* complain concede conclude confess confide confirm contend continue
    convey counter* declare deny detail* disclose elaborate emphasise emphasize estimate* exclaim explain
    forecast*(forecast) foresee(foresaw) guarantee* hint* imply insist interject interrupt joke* lament*
    maintain mention* muse note* object* observe opine pledge* point posit post* predict proclaim profess
    promise* propose protest* quip*(quipped) reaffirm reason* recall recollect recount reflect reiterate relate
    remark* repeat* reply* report* respond retort* reveal specify speculate state* stipulate stress*
    submit(submitted) suggest summarise summarize surmise swear(swore/sworn) testify tweet* underline underscore
    vow* warn wisecrack* write(wrote/written)
"""
"""What is said follows as a clause ("said that he left", "said he left"), or stands in quote marks."""

_ASK = "ask beg(begged) demand* enquire inquire plead pray query* question* urge*"
"""What is asked stands in quote marks, or follows as "if", "why", "to" and the like."""

_MANNER = """
    bark* bawl beam bellow* bleat* boom* cackle* chant* chatter chirp* chorus* chortle* chuckle* coo croak*
    croon cry*(cried) drawl* fume* gasp* giggle* groan* growl* grumble* grunt* gush hiss* holler* howl* intone
    jeer* laugh* moan* mumble* murmur* mutter* purr rage* rant* rasp recite roar* scoff scold scream* screech*
    shout* shriek* sigh* sing(sang/sung) snap*(snapped) snarl* sneer* sniff* snort* sob*(sobbed) splutter*
    squeal* stammer* stutter* taunt* tease thunder* utter venture* wail* wheeze* whimper* whine* whisper* yell*
    yelp*
"""
"""How it sounds: what is said stands in quote marks."""

_TELL = "tell(told) advise assure brief* caution inform notify reassure remind warn"
"""Whom it is said to follows first ("told reporters that …")."""

_SEND = "blog*(blogged) cable* email* message* phone* radio* telegraph* telephone* text* wire*"
"""By what it is sent: what is said follows as with verbs of saying."""

_NAME = """
    accuse blast* brand* call* castigate characterise characterize cite condemn criticise criticize
    decry(decried) deem denounce deride describe dismiss dub(dubbed) hail* label* laud lambast liken mock*
    nickname* portray praise* quote* rebuke* ridicule* slam*(slammed) tag*(tagged) term* title*
"""
"""What something is called: a few words in quote marks after them are that person's."""

_THINK = """
    anticipate assume believe calculate decide determine discover doubt* dread* expect fear* feel(felt) figure*
    find(found) guess* hold(held) hope* indicate know(knew/known) learn(learned/learnt) prove realise realize
    reckon recognise recognize show*(showed/shown) signal*(signalled/signaled) suppose suspect* think(thought)
    understand(understood) wonder* worry*(worried) rule* recommend threaten offer* decline* refuse* want
"""
"""What is thought, found out or meant follows after "that", "to" or the like; alone they take an object."""

_ACT = """
    accuse announce blame* call* cite complain condemn criticise criticize decry(decried) demand* denounce deny
    describe dismiss emphasise emphasize encourage express highlight* mock* oppose outline* praise* predict
    propose question* recommend reiterate reject* slam*(slammed) stress* suggest underline underscore urge* warn
"""
"""What is reported follows as an object too ("denied the claim", "outlined a plan")."""

_BARE = frozenset(["believe", "think", "hope", "fear", "reckon", "estimate", "swear"])
"""Verbs of thinking that take a clause without "that" as easily: they stand with those of saying."""


class Verb(NamedTuple):
    """A verb: its plain form, its past forms where they are irregular, and whether its plain form is a noun too."""

    plain: str
    past: tuple[str, ...]
    noun: bool


def _verbs(words: str) -> Mapping[str, Verb]:
    found = (word.partition("(") for word in words.split())
    verbs = (
        Verb(plain.rstrip("*"), tuple(past.rstrip(")").split("/")) if past else (), plain.endswith("*"))
        for plain, _, past in found
    )
    return {verb.plain: verb for verb in verbs}


def forms(verb: Verb) -> Iterator[str]:
    """Every form of the verb, the plain one first, then that in -s, the past ones, that in -ing."""
    plain = verb.plain
    yield plain
    if plain.endswith("y") and plain[-2] not in "aeou":
        yield plain[:-1] + "ies"
        yield from verb.past or (plain[:-1] + "ied",)
        yield plain + "ing"
        return
    yield plain + ("es" if plain.endswith(("s", "ch", "sh", "x")) else "s")
    stem = plain[:-1] if plain.endswith("e") and not plain.endswith("ee") else plain
    yield from verb.past or (plain + "d" if plain.endswith("e") else plain + "ed",)
    doubled = next((past[:-2] for past in verb.past if past.endswith(plain[-1] * 2 + "ed")), "")
    yield (doubled or stem) + "ing"


SAY, ASK, MANNER, TELL = _verbs(_SAY), _verbs(_ASK), _verbs(_MANNER), _verbs(_TELL)
SEND, NAME, THINK, ACT = _verbs(_SEND), _verbs(_NAME), _verbs(_THINK), _verbs(_ACT)
THINK_BARE = {plain: verb for plain, verb in {**SAY, **THINK}.items() if plain in _BARE}

PARTICLES = dict.fromkeys(forms(SAY["point"]), " out")
"""What must follow some forms: who points something out says it, who points to something doesn't."""

CALLS = frozenset(forms(ACT["call"]))
"""Forms that report only with "for" or "on": who calls for something says so, who calls a name or a friend doesn't."""

_WITH_THAT = "agree answer convey detail promise propose relate repeat reply write"
WITH_THAT = {plain: SAY[plain] for plain in _WITH_THAT.split()}
"""Verbs of saying whose object, where no "that" stands, is a thing or a place ("wrote a book", "agreed in Oslo")."""
