"""What may stand above the first sentence of a report: a date with the title, a byline, a dateline."""

import re

_CAPITAL = "A-ZÀ-ÖØ-Þ"
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = rf"(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\.?\s{_MONTH})(?:,?\s\d{{4}})?"
_UPPER = rf"[{_CAPITAL}][{_CAPITAL}'’.-]+(?:[ /][{_CAPITAL}][{_CAPITAL}'’.-]*){{0,4}}"
_TITLED = rf"[{_CAPITAL}][\w'’.-]+(?:[ /](?:[a-z]{{2,3}} )?[{_CAPITAL}][\w'’.-]+){{0,3}}"
_PLACE = rf"(?:{_UPPER}|{_TITLED})(?:, [{_CAPITAL}][\w.'’-]*(?: [{_CAPITAL}][\w.'’-]*){{0,3}})?"
_AGENCY = r"\s?(?:\([A-Za-z][^()]{0,50}\)|/[A-Z][\w .-]{1,30}/)"

DATELINE = re.compile(
    rf"(?P<line>{_PLACE}(?:[,.]? {_DAY}(?:{_AGENCY})?|{_AGENCY}))\s*(?:[-–—]{{1,3}}|:)\s+(?=\S)"
)
"""A place with a day, an agency or both, before the first words: "BRUSSELS, July 3 (Agency) - "."""
BARE_DATELINE = re.compile(rf"(?P<line>{_UPPER}(?:, {_TITLED})?)\s+[–—-]{{1,3}}\s+(?=\S)")
"""A place in capitals alone: "KYIV — "."""
ACRONYMS = frozenset(
    {"NATO", "OPEC", "IAEA", "BRICS", "ASEAN", "UNESCO", "UNICEF", "NASA", "UNHCR", "OSCE", "EU", "UN", "US"}
)
"""What stands before a dash as a place does, and is none."""
BYLINE = re.compile(
    r"(?:By|BY|Von|Par|Por|Text(?: by)?:?|Words(?: by)?:?|Author:) "
    rf"(?P<names>[{_CAPITAL}][\w.'’-]+(?:[ ,&|/]+(?:(?:and|in|for|of|de|van|von) )?[{_CAPITAL}@][\w.'’@-]*){{0,14}})"
)
""""By" and capitalised words: a byline where it is a whole line."""
SLUG = re.compile(r"(?:CORRECTED|CORRECTION|UPDATED?)(?: \d+)?\s?[:-]\s?(?:\d+[:-])?[A-Z\d“\"][^.]{15,}$")
"""A title that agencies send out again, with why they do before it."""
DATED = re.compile(r"date:? (?P<day>\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}\S*)? (?P<title>\S.*)", re.IGNORECASE)
"""A first line with the date and the title run together."""
