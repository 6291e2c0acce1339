"""Names that every country has one of: "the Supreme Court" is the one of the country that the article is about."""

import re

_GENERIC = re.compile(
    r"(?:(?:federal )?(?:supreme|high|constitutional|federal) court"
    r"|(?:federal )?senate|(?:national )?congress|parliament|(?:federal|national|state|house of) assembly"
    r"|house(?: of (?:representatives|commons|lords|councillors))?|chamber of deputies|lower house|upper house"
    r"|(?:[a-z]+ )?ministry|ministry of [a-z ]+|[a-z]+ department|department of [a-z ]+|foreign office|home office"
    r"|central bank|reserve bank|national bank|treasury|cabinet|government"
    r"|(?:royal )?(?:navy|army|air force|armed forces|coast guard|national guard|marine corps)|marines"
    r"|(?:central )?(?:election|electoral) commission|stock exchange|football (?:association|federation)"
    r"|labou?r|(?:labou?r|conservative|liberal|green|republican|democratic|communist|socialist|social democratic) party"
    r"|conservatives|liberals|greens|social democrats|communist|socialists|national party)"
)


def generic(name: str) -> bool:
    """True for a key (`names.key`) that tells the institution but not its country."""
    return bool(_GENERIC.fullmatch(name))
