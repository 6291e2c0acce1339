"""Verbs by which English reports what somebody says or thinks, by what they mean and how they take what is reported.

The classes are those of grammars and of Levin, English Verb Classes and Alternations (1993): verbs of saying (37.7), of
telling (37.2), of the manner of speaking (37.3), of sending (37.4), of asking, of judging aloud (33), and verbs of
thinking and finding out (29, 30). Each list was filled from the meaning of its class: any verb that plainly belongs
stands in it, none was added or left out for what it does to a figure. Forms in brackets are irregular; `*` marks a verb
whose plain form is a noun too.
"""

from collections.abc import Iterator
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
    apologise apologize appeal* beseech(besought) blame* command* consent depict deplore dispute* encourage entreat
    exhort express fault* highlight* implore instruct invite* oppose order* petition* press refute reject* thank
    undertake(undertook/undertaken) volunteer* welcome*
"""
"""What is done in words besides: commanding, binding oneself, blaming, thanking, contradicting."""

_EVERYDAY = """
    appear arise(arose/arisen) arrive attack* attempt* attend base* bear*(bore/borne) beat*(beat/beaten)
    become(became/become) begin(began/begun) belong benefit* bite*(bit/bitten) blow*(blew/blown)
    break*(broke/broken) bring(brought) build(built) burn* buy(bought) carry(carried) catch*(caught) cause* change*
    choose(chose/chosen) collapse* come(came/come) contain cost*(cost) create cut*(cut) damage* deal*(dealt) depend
    deserve destroy die do(did/done) draw*(drew/drawn) drive*(drove/driven) drop*(dropped) eat(ate/eaten) end* enjoy
    ensure enter exist face* fail fall*(fell/fallen) fight*(fought) file* flee(fled) fly*(flew/flown) follow force*
    forget(forgot/forgotten) get(got/gotten) give(gave/given) go(went/gone) grow(grew/grown) happen have(had) help*
    hide(hid/hidden) hit*(hit) hurt*(hurt) include increase* intend issue* join keep(kept) kill lack* last*
    lead*(led) leave*(left) let(let) lie*(lay/lain) like live look* lose(lost) make(made) mean(meant) meet(met)
    need* occur(occurred) open owe own pay*(paid) plan*(planned) play* prefer(preferred) prevent produce provide
    publish pull put(put) quit(quit) raise reach read(read) receive reduce release* remain remove represent require
    result* return* ride*(rode/ridden) ring*(rang/rung) rise*(rose/risen) run*(ran/run) see(saw/seen) seek(sought)
    seem sell(sold) send(sent) serve set*(set) shake(shook/shaken) share* shoot(shot) shut(shut) sign*
    sink(sank/sunk) sit(sat) sleep*(slept) speak(spoke/spoken) spend(spent) spread*(spread) stand*(stood) start*
    stay* steal(stole/stolen) stick(stuck) stop*(stopped) strike*(struck) succeed suffer support* survive
    take(took/taken) teach(taught) tear(tore/torn) throw(threw/thrown) try(tried) turn* use* visit* voice* vote*
    wait* walk* wear(wore/worn) win*(won) wish* work*
"""
"""Verbs of everyday English besides those of speech and thought: they show where a clause is."""

_BARE = frozenset(["believe", "think", "hope", "fear", "reckon", "estimate", "swear"])
"""Verbs of thinking that take a clause without "that" as easily: they stand with those of saying."""


class Verb(NamedTuple):
    """A verb: its plain form, its past forms where they are irregular, and whether its plain form is a noun too."""

    plain: str
    past: tuple[str, ...]
    noun: bool


def _verbs(words: str) -> dict[str, Verb]:
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
EVERYDAY = _verbs(_EVERYDAY)
THINK_BARE = {plain: verb for plain, verb in {**SAY, **THINK}.items() if plain in _BARE}

VERBS: dict[str, Verb] = ACT | THINK | NAME | MANNER | ASK | SEND | TELL | SAY
"""Every verb of speech and thought by its plain form."""

PARTICLES = dict.fromkeys(forms(SAY["point"]), " out")
"""What must follow some forms: who points something out says it, who points to something doesn't."""
