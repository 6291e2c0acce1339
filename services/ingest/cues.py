"""The words by which a paragraph tells what it is: teaser, credit, byline, correction, update, boilerplate.

Gathered by hand from how agencies and news sites write them. The tables are regular expressions, a line an alternative,
in which a space stands for any white space.
"""

import re

from services.ingest.marks import LINK, UNLINK


def _any(table: str) -> str:
    rows = (row.strip() for row in table.strip().splitlines())
    return "(?:" + "|".join(rows).replace(" ", r"\s+") + ")"


_TEASERS = _any(r"""
    (?:R|Also r)ead (?:also|more|next|on|too|further|this|the full (?:story|article)|our [^.:]{3,40})
    Also read|See (?:also|more)|(?:W|Also w)atch (?:also|more|live|now|here|the video)
    Listen (?:also|more|now|here|to (?:this|the (?:podcast|episode|interview)[^.:]{0,30}))
    Read (?:Also|More|Next|On)|Also Read|See (?:Also|More)|(?:Watch|Listen) (?:Also|More|Live|Now)|Continue Reading
    Related (?:Articles?|Story|Stories|News|Coverage|Content|Topics?|Reading|Links?|Posts?)|Don['’]t Miss|Up Next
    You (?:May|Might)(?: Also)? Like|Recommended (?:For You|Reading|Stories|Articles?)|Must[ -]Reads?|More Stories
    Top Stor(?:y|ies)|Trending Now|Most (?:Read|Popular|Viewed)|Editors?['’]?s?['’]? Picks?|Learn More
    View (?:also|more|gallery)|Learn more|Find out more|Continue reading|Keep reading|Up next
    More (?:from|by|on|about) (?:this|the (?:same )?)\s?(?:author|writer|section|series|topic|subject|story)
    More (?:stories|coverage|to read|like this|on (?:this|the) (?:story|topic|subject))
    Related (?:articles?|story|stories|news|coverage|content|topics?|reading|links?|posts?|video)
    You (?:may|might)(?: also)? (?:like|be interested(?: in)?|have missed)|Don['’]t miss
    Recommended (?:for you|reading|stories|articles?)|Must[ -]reads?|(?:Further|Background) reading
    In case you missed it|ICYMI|Top stor(?:y|ies)|Trending now|Most (?:read|popular|viewed)
    Editors?['’]?s?['’]? picks?|In (?:pictures|photos|pics)|Live (?:updates|blog)
    Follow (?:live|the latest|our live [^.:]{3,40})
    [ÀA] lire(?: aussi| également)?|Lire (?:aussi|également|plus)|Voir aussi
    Le[ea] (?:también|además|más)|Leer (?:también|más)|Te puede interesar|Leia (?:também|mais)|Veja também
    Lesen Sie (?:auch|mehr|dazu)|Mehr (?:dazu|zum Thema)|Auch interessant|Siehe auch|Lees (?:ook|meer|verder)
    Leggi (?:anche|di più)|Läs (?:också|även|mer)|Les (?:også|mer)|Læs (?:også|mere)|Lue (?:myös|lisää)
    (?:Czytaj|Przeczytaj|Zobacz) (?:także|też|również|więcej)|(?:Čtěte|Přečtěte si) (?:také|více)
    Preberite (?:tudi|več)|Pročitajte (?:i|još|više)|Citește (?:și|mai mult)|Olvass[ao]n? (?:el|tovább)
    Читайте (?:также|також|ещ[её])|Смотрите также|Дивіться також|Прочетете (?:още|също)
""")
# Words that a sentence may open with: cues only before a colon.
_TEASER_WORDS = _any(r"""
    Watch|Listen|Read|Related|Recommended|Trending|Background|More(?: (?:on|from|about|in) [^.:]{2,40})?
    READ|WATCH|LISTEN|RELATED|MORE(?: [A-Z]+){0,3}
""")
_SHOUTS = _any(r"""
    (?:READ|WATCH|SEE|LISTEN) (?:ALSO|MORE|NEXT|NOW|LIVE)|ALSO (?:READ|WATCH)
    RELATED (?:STORIES|ARTICLES|NEWS)|DON['’]T MISS|MUST READ
""")
_MEDIUM = _any(r"""
    Photo(?:s|graph|graphy)?|PHOTOS?|Pic(?:ture)?s?|Images?|IMAGES?|Video|VIDEO|Footage|Graphics?|Infographic
""")
_CREDITS = (
    _any(r"""
    (?:(?:File|Cover|Main|Lead|Top|Archive|Stock|Handout|Featured?) )?MEDIUM\s*[:：©]
    MEDIUM (?:[Cc]redits?|[Cc]ourtesy|[Ss]ource)\s*[:：©]|(?:Crédits?(?: photos?)?|Credits?(?: [Pp]hoto)?)\s*[:：©]
    (?:Fot\.|Zdjęci[ea]:|Kuva:|Fotó:|Kép:|Снимк[аи]:|Слика:|Фотография:|Fotografija:|Immagine:|Imagen:|Imagem:)(?=\s?\w)
    (?:Illustration|Portrait|Painting|Drawing|Cartoon|Screenshot|Map|Chart|Fotos?|FOTO|Bild|Bildquelle|Фото)\s*[:：©]
    (?:Photo(?:graph)?|Picture|Image|Video|Graphic|Illustration|Foto) (?:by|via|courtesy(?: of)?) (?=[A-Z@LINK])
    (?:Foto|Photo|Imagen?|Imagem|Bild|Illustration) (?:von|di|de|por|par|af|av) (?=[A-Z@LINK])
    (?<!\bthe\s)(?<!\ban\s)(?<!\bthis\s)(?:image|photo):(?=\s?[A-Z])|File:\S.{0,100}\.(?:jpe?g|png|gif|svg|webp|ogg|webm)\b
    File (?:photo|image|picture|footage)\b|(?:Photo|Picture|Image|Foto)\s*/\s*(?=[A-Z@LINK])|©(?=\s*[A-Z])
""")
    .replace("MEDIUM", _MEDIUM)
    .replace("LINK", LINK)
)
_AGENCY = _any("""
    (?:The )?Associated Press|Reuters|AFP|AP|dpa|DPA|Xinhua|TASS|Interfax|Ukrinform|UPI|ANSA|EFE|PTI|ANI
""")
_WORK = "(?:[RrWw](?:epor|ri)ting|[Ee]diting|Compiled|Edited|Written|Reported|Translated)"
_SIGN_OFF = _any(r"""
    \((?:Additional )?WORK(?: in \w+)? by\b
""").replace("WORK", _WORK)
_BYLINES = _any(rf"""
    {_SIGN_OFF}
    (?:Additional )?{_WORK} by\b
    (?:Words|Text|Story|Pictures|Photos) and (?:words|text|pictures|photos|video) by\b
    With (?:files|inputs?|additional reporting|reporting) (?:from|by)\b
    [–—-]*\s*\(?{_AGENCY}(?:[/,]\s*{_AGENCY})*\)?$
""")
_CORRECTIONS = _any(r"""
    (?:C(?:orrection|ORRECTION|larification|LARIFICATION)[sS]?|Corrected|CORRECTED)(?: [\d(][^:]{0,40})?\s*(?:[:：—–]|$)
    Editors?['’]?s?['’]? [Nn]ote\b|EDITOR['’]?S NOTE\b|Corrected (?:at|on|to)\b|\((?:Corrects?|Clarifies)\b
    \(?This (?:article|story|report|post|piece|version|item) [^.]{0,120}(?:correct|amend|clarifi|revis)ed\b
    \(?(?:An earlier|A previous|The original) version of this (?:article|story|report|post|piece|item)\b
    (?:Berichtigung|Korrektur|Korrigiert|Rectificatif|Rectificación|Corrección|Errata|Rettelse|Rättelse)\s*[:：—–]
""")
_UPDATES = _any(r"""
    (?:Updated?|UPDATED?)(?: [\d(][^:]{0,40})?\s*(?:[:：—–]|$)|(?:Last )?[Uu]pdated (?:at|on|to|with|\d)
    \((?:Adds?|Updates?|Recasts?|Refiles?|Repeats?|Releads?)\b
    \(?This (?:article|story|report|post|piece|version|item) [^.]{0,120}updated\b
    (?:This is a (?:breaking|developing) (?:news )?story|Mise à jour|Aktualisiert|Actualización)\b[^.]{0,80}[:.]
""")
_BOILERPLATE = _any(r"""
    Sign up (?:for|to|here|now)\b|Subscribe (?:to|now|here|today|for)\b|Follow us\b|(?:Click|Tap) here\b
    Follow .{1,60} on (?:Twitter|X|Facebook|Instagram|Telegram|WhatsApp|LinkedIn|YouTube|TikTok|Bluesky|Mastodon)\b
    Join (?:us on|our [^.]{0,30}(?:channel|newsletter|community|group))\b|Download (?:the|our) [^.]{0,30}app\b
    Get (?:the|our|all) [^.]{0,80}(?:newsletter|inbox|app|alerts)\b|Share (?:this|on)\b
    (?:Sponsored|Promoted) (?:by|content|post)\b|Our Standards:|All rights reserved\b|Copyright (?:©|\([Cc]\)|\d{4})
    ©\s*(?:Copyright\s*)?\d{4}\b|The post .{1,300} appeared first on\b
    This (?:article|story|post|content) (?:was )?(?:originally|first) (?:published|appeared)\b
    (?:We|This (?:site|website)) uses? cookies|(?:Please )?[Ee]nable JavaScript|Support (?:our|independent) journalism
    (?:Do you have|Have|Got) (?:a|any) (?:news )?(?:story|stories|tips?)\b.{0,60}\?
    ©[^©]{1,60}\b(?:19|20)\d\d\.?$|\(\([^()]*(?:@|\+\d)[^()]*\)\)$|\(?(?:E-?mail|Tel(?:ephone)?|Phone)[.:] ?\S+@?\S*
    SOURCE:? [A-ZÀ-ÖØ-Þ]|(?:(?:Media|Press|Investor) )?[Cc]ontacts?\s*:|(?:View|See) original content\b
    (?:Tags?|Filed under|Categories|Keywords)\s*:
    (?:Advertisement|ADVERTISEMENT|Comments?|Share|Print|Email|Loading|Copy link|ENDS?|\d+ min(?:ute)?s? read)\W*$
    [-–—]+\s*[Ee](?:nds?|NDS?)\s*[-–—]*$|[#*_=~·•–—-]{1,10}$
""")

_COLON = r"\s*[:：]"
_EMOJI = "\ufe0f\u2190-\u2bff\U0001f300-\U0001faff"
# What may stand before a cue that opens a paragraph: brackets, bullets, arrows, an emoji.
_LEAD = rf"^[\s\[(|>»›•*–—{LINK}{_EMOJI}-]*"
# What stands before a cue inside a paragraph: the end of a sentence, a word that it is glued to, a bar.
_AFTER = (
    rf"(?:(?<=[.!?…\"”’'»)\]{UNLINK}{_EMOJI}])[\s|>»›•*(\[–—{LINK}{_EMOJI}-]{{0,8}}"
    rf"|(?<=[^\W\d_][^\W\d_]){LINK}?|\s[|•»]\s*{LINK}?)"
)

TEASER = re.compile(
    rf"{_LEAD}(?:{_TEASERS}(?:{_COLON}|\s+[–—-]\s|\s*[»›>|]|[\s.…\])]*$)|{_TEASER_WORDS}{_COLON}|{_SHOUTS}\b)"
)
"""A paragraph that is a teaser: the cue with its colon, the cue alone, a cue in capitals."""
LINKED_TEASER = re.compile(rf"{_LEAD}{_TEASERS}\s*[{LINK}{UNLINK}]")
"""The cue before a link, or as a link."""
CREDIT = re.compile(_LEAD + _CREDITS)
CAPTION = re.compile(rf".{{1,160}}?(?<=\s)[(\[]?{_CREDITS}.{{0,80}}$")
"""A caption with its credit. One glued to the last word, without a space, follows the article's own sentence."""
BYLINE = re.compile(_LEAD + _BYLINES)
CORRECTION = re.compile(_LEAD + _CORRECTIONS)
UPDATE = re.compile(_LEAD + _UPDATES)
ABOUT = re.compile(r"About (?:[A-ZÀ-ÖØ-Þ0-9]|the )[^.!?:]{1,60}$")
"""Where a press release begins to tell who its sender is; to its end nothing else follows."""
PORTRAIT = re.compile(
    r"[A-ZÀ-ÖØ-Þ][\w'’-]+(?: [\w'’.-]+){1,3} (?:is|are|was|covers|reports|writes) (?:an? |the |our |for )?[^.]{0,80}?"
    r"\b(?:reporters?|correspondents?|editors?|journalists?|columnists?|staff writers?|bureau chief|freelancers?"
    r"|contributors?|producers?)\b"
)
"""Who the author is, at the end of an article."""
BOILERPLATE = re.compile(_LEAD + _BOILERPLATE)

GLUED_TEASER = re.compile(
    rf"{_AFTER}(?:{_TEASERS}(?:{_COLON}|\s*[»›|{LINK}{UNLINK}])|{_TEASER_WORDS}{_COLON}|{_SHOUTS}\b)"
)
"""A teaser that starts inside a paragraph."""
GLUED_CREDIT = re.compile(rf"{_AFTER}(?={_CREDITS})")
GLUED_BYLINE = re.compile(rf"(?<=[.!?\"”’)])\s*(?={_SIGN_OFF})")
_NOTED = (
    r"(?<=[.!?…\"”’)])"
    r"(?:\s(?=\(|Correction:|CORRECTION|An earlier version|This (?:article|story|report) (?:was|has)))?"
)
GLUED_CORRECTION = re.compile(rf"{_NOTED}(?={_CORRECTIONS})")
GLUED_UPDATE = re.compile(rf"{_NOTED}(?={_UPDATES})")
GLUED_BOILERPLATE = re.compile(rf"(?<=[.!?…\"”’)])(?={_BOILERPLATE})")
TEASER_LINKS = re.compile(
    rf"[^{LINK}{UNLINK}]{{0,60}}{LINK}[^{UNLINK}]*{UNLINK}"
    rf"(?:[\s,;:|•·/–—-]*(?:(?:and|und|et|y|e)\s)?{LINK}[^{UNLINK}]*{UNLINK})*"
)
"""From a teaser's cue to the end of its links."""
LOST_BREAK = re.compile(r"(?<=[^\W\d_A-Z][^\W\d_A-Z][.!?])[\"”’]?(?=[\"“‘]?[A-ZÀ-ÖØ-Þ][\w’']*,? )")
"""Where a paragraph ended whose line feed was lost: a sentence that is glued to the one before."""
GLUED_SENTENCE = re.compile(r"(?<=[^\W\d_A-Z][^\W\d_A-Z][.!?])(?=[A-ZÀ-ÖØ-Þ“\"])")
"""Where a sentence starts without a space after a full stop."""
