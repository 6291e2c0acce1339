"""English function words: they carry no topic, so they are no features and no evidence."""

_WORDS = """
about above according across after afterwards again against ago all almost along already also although always
am amid among an and another any anybody anyone anything are around as at away be became because become been
before began begin being behind below beside besides between beyond both but by came can cannot come could
despite did do does doing don done down due during each either else enough etc even ever every everybody
everyone everything except few for from further get gets getting give given go goes going gone got had has have
having he hence her here hers herself him himself his how however if in including indeed instead into is it its
itself just keep kept know known least less let like likely ll made make makes making many may maybe me meanwhile
might mine more moreover most much must my myself near nearly neither never nevertheless next no nobody none nor
not nothing now nowhere of off often on once one only onto or other others otherwise our ours ourselves out over
own per perhaps put quite rather re really regarding said same saw say saying says see seem seemed seems seen
several shall she should since so some somebody someone something sometimes somewhere soon still such take taken
takes taking tell than that the their theirs them themselves then there therefore these they thing things this
those though through throughout thus till to together told too took toward towards two under unless until up
upon us use used using ve very via want wanted wants was we well went were what whatever when whenever where
whereas whether which while who whole whom whose why will with within without would yet you your yours yourself
mr mrs ms dr sir monday tuesday wednesday thursday friday saturday sunday january february march april june july
august september october november december today yesterday tomorrow day days week weeks month months year years
first second third three four five six seven eight nine ten hundred hundreds thousand thousands million billion
ain aren couldn didn doesn hadn hasn haven isn mustn needn shan shouldn wasn weren wouldn nt
"""

STOPWORDS = frozenset(_WORDS.split())
