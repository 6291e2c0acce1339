"""Sports that words point to: the games of teams, and the sports of single people."""

import re
from collections import Counter

GAMES = ("football", "cricket", "rugby", "baseball", "basketball", "hockey", "gridiron")
"""`football` is association football, `gridiron` the American and the Canadian game."""

SOLO = "solo"
"""Sports of single people. In them a country's name is the country's, not a team's."""

_WORDS = {
    "football": "football footballer footballers soccer fifa uefa striker midfielder midfield goalkeeper goals scorers "
    "offside penalty cfa intertoto equaliser headed",
    "cricket": "cricket cricketer cricketers wicket wickets innings batsman batsmen bowler bowlers overs lbw stumps "
    "toss bowled batted spinner paceman wicketkeeper",
    "rugby": "rugby scrum fullback flanker flyhalf scrumhalf tries springbok springboks wallabies",
    "baseball": "baseball pitcher pitchers inning homer homers homered batting mlb rbi shortstop bullpen outfielder "
    "reliever pennant",
    "basketball": "basketball nba rebounds dunk euroleague",
    "hockey": "hockey nhl puck goalie",
    "gridiron": "nfl quarterback touchdown touchdowns linebacker yards cfl quarterbacks",
    SOLO: "tennis golf golfer cycling cyclist athletics marathon metres boxing boxer bout heavyweight swimming swimmer "
    "freestyle skier skiing slalom gymnast gymnastics driver drivers racing seed seeded seeds birdie birdies bogey par "
    "sprint hurdles javelin discus squash badminton snooker wrestling rider riders lap laps jockey unseeded "
    "tour stage motorcycling formula circuit backstroke breaststroke steeplechase decathlon fairway putt",
}
_PHRASES = {
    "football": "major league soccer|world cup qualif|premier league|champions league|(?:first|second|third) division",
    "cricket": "county championship|test match|one-day international",
    "rugby": "five nations|six nations|tri-nations|all blacks?|rugby union|rugby league",
    "baseball": "major league(?! soccer)|american league|national league|world series",
    "basketball": "basketball association",
    "hockey": "stanley cup|ice hockey",
    "gridiron": "american football|national football league|super bowl|college football|canadian football",
}
_GAMES: dict[str, list[str]] = {}
for _game, _told in _WORDS.items():
    for _word in _told.split():
        _GAMES.setdefault(_word, []).append(_game)
_PHRASE = re.compile("|".join(f"(?P<{game}>{phrases})" for game, phrases in _PHRASES.items()))


def played(text: str, words: Counter[str]) -> Counter[str]:
    """How often a text (small letters) points to each game and to the sports of single people, by its words too."""
    found: Counter[str] = Counter()
    for word, games in _GAMES.items():
        for game in games if (count := words.get(word, 0)) else ():
            found[game] += count
    for match in _PHRASE.finditer(text):
        found[match.lastgroup or ""] += 2
    if found["gridiron"]:
        found["football"] -= min(found["football"], words.get("football", 0))
    return +found
