"""What is looked at besides the words, where a passage is read for how and when to meet.

Kinds of words ("#day" for any day of the week), in rows and a little apart as in
:mod:`bot.guidance.outreach.features`, and marks of what is often said. None of it decides: what each is worth
is learned.
"""

import re
from collections.abc import Mapping
from itertools import combinations

from bot.guidance.outreach.clauses import Passage
from bot.guidance.outreach.features import rows_and_pairs, stem
from bot.guidance.outreach.patterns import pattern
from bot.guidance.outreach.wordsets import word_set

_PLACE = (
    r"(?:office|shop|studio|store|garden|library|cafe|restaurant|bakery|campus|lab|laboratory|site|museum"
    r"|archive|archives|roastery"
    r"|kitchen|park|clinic|hospital|school|church|mosque|temple|farm|greenhouse|workshop|yard|station"
    r"|warehouse|plant|factory"
    r"|center|centre|gym|salon|theater|theatre|gallery|market|bar|pub|diner|brewery|nursery|dock|docks"
    r"|locks|stand|booth|truck"
    r"|counter|place|building|lobby|room|bookstore|desk|hall|college|university|cafeteria|canteen|depot"
    r"|hangar|firehouse|house"
    r"|barn|pier|beach|trail|field|garage|pharmacy|bench|lot|courthouse|zoo|aquarium|hotel|workplace|mall"
    r"|bank|base|headquarters)"
)
_FORMATS = pattern(
    r"(?:phone|telephone|telephonic|call|calls|calling|phoning|ring|zoom|skype|facetime|whatsapp|webex"
    r"|messenger|telegram|viber"
    r"|wechat|signal|video|videocall|virtual|virtually|online|google meet|hangouts?|huddle|conference"
    r"|voice|audio|remote|remotely)",
    r"(?:on|over|via|by|through|in|use|using|or|ms|microsoft|,|a|minutes|google) (?:microsoft )?(?:teams"
    r"|meet|line)",
    r"teams (?:or|,|call|meeting|chat|video|and|\?)",
    r"(?:in person|in persona|face to face|in real life|personally|person to person)",
    r"(?:discord|jitsi|line|kakao|kakaotalk|imo|slack|huddle|hangout|facebook|duo|tacos?|pizza|pho|beer"
    r"|beers|pint|pints|ramen|bagels?|donuts?|sandwich|burgers?|noodles|dumplings|bubble tea|matcha"
    r"|smoothies?|hot chocolate|cuppa|brew|roll|halo halo|milkshake|chai|latte|juice|decaf|scones?|samosas"
    r"|brunch|supper|snack|picnic|hike|ramble|bike ride)",
    r"(?:over|via|using) (?:a |an |some |your |my )?(?:cup of |bowl of |plate of |slice of )?(?!the|and"
    r"|to|it|time|here|there|a|about|that|this|what|how|your|my|for|\d|in|on|any|these|those|with|all"
    r"|next|weekend|easter|christmas|messages?|text|email|chat)[a-z]{4,}",
    r"(?:coffee|tea|lunch|breakfast|dinner|cafe|espresso|boba|ice cream|drink|drinks|bite|meal|walks?"
    r"|stroll|ramble|hike|pint|beer|tacos|pizza|sandwich|noodles|pho|soup|cake|brunch|picnic|supper)",
    r"over (?!(?:the|a|this|that|your|my|time|here|there|and|to|it|in)(?!\S))\S+",
)
_PLACES = pattern(
    rf"(?:at|in|by|to|near|around|inside|outside|visit|see|through) (?:the |your |a |my |our |some |any "
    rf"|this |that )(?:\S+ ){{0,3}}?{_PLACE}",
    r"(?:minutes|hour|meet|sit|down|talk|you|visit|tea|walk|ramble|stroll|come|chat) (?:at|in|inside|near"
    r"|outside|by) (?:the|your|a|my) (?!(?:week|weeks|morning|afternoon"
    r"|evening|weekend|next|coming|month|first|second|last|end|future|summer|spring|fall|winter|autumn"
    r"|time|field|area|industry|moment|least|same|beginning|start|near|middle"
    r"|meantime|day|days|early|late|second|new|following)(?!\S))\S+",
    r"(?:i would|i will|bear|mind|have|expect) (?:a visitor|come|visit|travel|drive over|walk over"
    r"|bike over)",
    rf"(?:visit|tour|see) (?:\S+ ){{0,3}}?{_PLACE}",
    r"treat you to",
    r"(?:make|let me make) (?:a )?(?:telephone|phone|zoom|call)",
    r"(?:invite myself|received? me|let me|come) (?:\S+ ){0,4}?(?:into|in|aboard|to) (?:your|chambers|the"
    r"|you|me)",
    r"(?:at|down|to) (?:mine|the plots|my place|our place)",
    r"(?:pop|come|step|drop) (?:into|down|round|along|up) (?:to )?(?:the|your)",
    r"(?:stop|drop|come|swing|pop|pass) (?:by|in|over|round|to (?:you|your|see|visit|where))",
    r"(?:visit|come see|watch|follow|shadow|visitor) (?:you|me)?",
    r"(?:meet|sit down|see you|see me|come|join you|find you|sit|sit with you|half hour|hour|minutes|walk"
    r"|follow you|meet you|meet with you|walk with you) (?:\S+ ){0,3}?(?:at|on|by|in|near|inside|outside"
    r"|behind) (?:the|your|my|our) (?!time|week|month|day|end|start|beginning|next|coming|"
    r"morning|afternoon|evening|weekend|first|second|third|last|phone|moment|latest|earliest|convenience"
    r"|pleasure|future|summer|spring|fall|winter|autumn|subject|topic|field|industry|work|career|path|\d"
    r"|days?|weeks|months|mornings|afternoons|evenings|same|schedule|calendar|life|busy|company|job"
    r"|way)\S+",
    r"(?:meet|see|visit|join|sit with|with) (?:\S+ )?there",
    r"(?:receive|show|shown|see|sit with|sit beside|stand|carry|walk|around|round) (?:\S+ ){0,4}?(?:at|in"
    r"|round|under|around"
    r"|beside|through|inside) (?:the|your) (?!(?:week|month|day|morning|afternoon|evening|coming|next|time"
    r"|work|job|field|end|way|"
    r"first|last)(?!\S))\S+",
    r"(?:your|the) (?:telephone|phone|workroom|classroom|chambers|vineyard|herbarium|studio|shed|music room)",
    r"(?:meet|see) (?:you |me |up )?(?:at|in|near|by) (?!a time|any|the (?:week|morning|afternoon|evening"
    r"|weekend|next|coming)|march|april"
    r"|may|june|july|august|september|october|november|december|january|february|night|noon|\d|some"
    r"|your convenience|whatever|whichever|least|about|what)\S+",
    r"(?:whichever|whatever|any|either|the|what) (?:\S+ )?(?:format|way|medium|method|form|means|app"
    r"|platform|channel)(?: \S+)?",
    r"(?:however|whichever|whatever|how) (?:~ )?(?:you (?:prefer|like|want|wish|choose)"
    r"|is (?:\S+ )?(?:easiest|easier|best|convenient|comfortable)"
    r"|suits|works|would be)",
    r"(?:i could|i can|i will|may i|could i|can i|let me|happy to|glad to) (?:come|visit|travel"
    r"|meet you where)",
)
_DAY = r"(?:(?:mon|tues?|wednes|thurs?|fri|satur|sun)days?|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)"
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan"
    r"|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_PART = (
    r"(?:day|days|weekdays?|week|weeks|month|months|weekends?|mornings?|afternoons?|evenings?|nights?"
    r"|weeknights?|time|times|hour|lunch ?time|season|spring|summer|fall|autumn|winter|quarter"
    r"|semester|break|afternoon)"
)
_STRONG = pattern(
    r"(?:next|coming|following|this) (?:\S+ ){0,2}?(?:week|weeks|month|weekend|friday|saturday|sunday"
    r"|monday|tuesday|wednesday|thursday|few days|days"
    r"|morning|afternoon|evening|spring|summer|fall|winter|or next)",
    rf"(?:any|some|whichever|whatever|which|what|either|other|another|anyone) (?:\S+ ){{0,2}}?(?:{_PART}"
    rf"|{_DAY}|date|hour)",
    rf"(?:one|an?) (?:{_PART}|{_DAY})(?: (?:~ )?(?:next|this|that|in|you|when|of|after|soon))",
    r"(?:whenever|anytime|tomorrow|tonight|any time|when ever)",
    r"(?:when|time|times|day|days|date|hour|moment|schedule|slot) (?:\S+ )?(?:is |are |it is |would be "
    r"|that |which |you |best |most )*(?:suits?|works?|convenient|good|best|easiest|prefer|choose"
    r"|like|want|free|available|fits?|pick|say|can|have time|have a moment|possible|okay|ok|better)",
    r"(?:you|your) (?:\S+ )?(?:choose|pick|decide|say|name|tell me|set|select|choice|convenience|schedule"
    r"|availability|calendar|call)(?: \S+)?(?: (?:day|time|date|when|which|hour|moment))?",
    r"(?:around|fit|work with|adapt to|adjust to|match|flexible) (?:~ )?(?:you|your schedule"
    r"|your calendar|your time)",
    r"i am (?:very |completely |totally |quite )?flexible",
    r"(?:pick|choose|name|say|set|give me|tell me|suggest) (?:me )?(?:a|any|the|your) (?:\S+ )?(?:day"
    r"|time|date|hour|slot|moment|evening|morning|afternoon)",
    r"(?:before|after) (?:the |my |your |our )?(?:\S+ ){0,3}?(?:new year|holidays?|christmas|thanksgiving"
    r"|ramadan|easter|swim|service|show|class|rush|supper|quarter|term|break|season|shift|closing)",
    r"(?:in|during|on|over|through) (?:\S+ ){0,2}?(?:week|break|weekend|holidays?)",
    r"(?:free|home|available|open|off) (?:on )?(?:every|each|most|all) \S+",
    r"at your (?:pleasure|leisure)",
    r"(?:day|days|date|dates|hour|time|times|moment|week|evening|morning|afternoon)s? (?:that |which |of "
    r"|when )?"
    r"(?:you|your|the \S+ permits?) ?(?:yourself |own |may |would |will |are )?(?:name|names|choosing"
    r"|choose|choice|appoint"
    r"|decide|determine|wish|like|prefer|permit|set|pick|select|say|find|free|least busy|quiet|want)\S*",
    r"(?:on|at|in|of) your (?:\S+ )?(?:quietest|quiet|calmest|free|slowest|slow|comfortable|easiest|best"
    r"|least busy) (?:day"
    r"|days|hour|hours|time|moment|morning|afternoon|evening)s?",
    r"(?:you|your) (?:tell|say|decide|choose|name|pick|fix|set|write) (?:me )?(?:when|which|what|the)",
    r"(?:the |at the |by the )?end of (?:the|this|next) (?:week|month|day|year|term)",
    r"(?:this|next|the coming) (?:wkend|wknd|wk)",
    r"any arvo",
    r"(?:on )?a (?:\S+ )?(?:weekday|weekend|rest day|free day|day off)(?: \S+)?",
    r"tell me when",
    r"i am (?:\S+ ){0,3}?(?:every|each) (?:\S+ )?\S+day",
    r"(?:day|days|date|time) (?:when )?(?:your|you) (?:\S+ ){0,2}?(?:may choose|are ashore|are free|wish)",
    r"(?:every|all) (?:\S+ ){0,2}?(?:days?|evenings?|mornings?|afternoons?|\S+days?) (?:\S+ ){0,4}?(?:is"
    r"|are|am|goes"
    r"|works|open|free|possible)",
    r"i leave (?:\S+ )?to you",
    r"(?:on )?(?:one|any|either) of your (?:\S+ )?(?:days|evenings|breaks|rest days|lunch breaks)",
    r"(?:at )?your (?:\S+ )?(?:convenience|availability)",
    r"(?:day after|in the (?:next|coming)|within (?:the )?(?:next|coming)|over the next"
    r"|during the (?:week|month)|in (?:the )?(?:week|first|second|last|middle|early|late|mid)) ?\S*",
    r"(?:week|weeks) (?:of|from|after|starting|beginning|with)",
    r"(?:before|until|by|through) the end of",
    r"(?:pick|choose|name|suggest|propose|say|tell me|you set) (?:me |yourself )?(?:a|an|any|the|your"
    r"|which|what|whatever) (?:\S+ )?(?:day|time|date|hour|slot|evening|morning|afternoon|moment)",
    r"(?:before|after|until|during|by|around) (?:the |your |our |my )?(?:\S+ )?(?:\S+ )?(?:new year|year"
    r"|holiday|holidays|easter|christmas|ramadan|eid|diwali|thanksgiving|term|semester|quarter|week"
    r"|weekend|break|service|season|shift|harvest|rehearsal|practice|church|mass|sunday|\S+day|school"
    r"|class|dinner|lunch|supper|open swim|work|prayer|show|match|game)",
    r"at your (?:\S+ )?(?:pleasure|leisure|discretion|ease)",
    r"(?:reading|spring|finals|exam|first|second|third|last) (?:\S+ )?week",
    r"(?:one of )?these (?:\S+ )?(?:days|mornings|evenings|afternoons|weeks|weekends)",
    r"(?:on|during|at) your (?:\S+ )?(?:break|day off|days off|lunch|free day|off day|next shift)",
    r"(?:in|within) (?:a|two|three|the next|one|\d) (?:\S+ )?(?:weeks?|days?|months?)",
)
_WEAK = pattern(
    rf"{_DAY}",
    rf"(?!may |march ){_MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?)?",
    r"(?:in|of|by|on|late|early|mid|until|before|after|during|end|through|this|next|from|or|and|to"
    r"|-) (?:may|march)",
    r"(?:may|march)(?= (?:\d|or|[.,?]|is|will|works|if)|$)",
    r"\d{1,2}(?:st|nd|rd|th)",
    rf"\d{{1,2}} {_MONTH}",
    r"\d{1,2}(?: : \d\d)? ?(?:am|pm|a m|p m|o'clock)",
    r"(?:after|before|at|from|between|around) (?:noon|lunch|work|\d{1,2}|class|school|dinner|midday"
    r"|easter|christmas|ramadan|thanksgiving|eid)",
    r"(?:mornings|afternoons|evenings|nights|weekends|weekdays|weeknights|in the (?:morning|afternoon"
    r"|evening)|at night|weekend|evening|today)",
    r"\d{1,2} / \d{1,2}",
)
PAST = pattern(
    r"(?:saw|was|were|attended|heard|gave|spoke|told|visited|watched|came|went|enjoyed|loved|listened|met"
    r"|read|took|joined"
    r"|started|wrote|moved|began|taught|sent|showed|(?<!if you )had|did|applied|has been|have been"
    r"|have worked|liked"
    r"|asked|learned)",
    r"(?:last|past|previous|ago|since|yesterday|every)",
    r"thank(?:s| you) (?:\S+ )?for",
    r"(?:have a|enjoy your|enjoy the|good|nice|great|wonderful|happy) (?:\S+ )?(?:day|morning|afternoon"
    r"|evening|weekend|week|night)",
    r"(?:i work|i am a \S+|i study|i volunteer)",
    r"i am (?:doing|taking|in) (?:\S+ ){0,3}?(?:course|class|program)",
    r"(?:i|you|we|he|she|they) (?:\S+ )?(?!need)\w+ed",
)
_LENGTHS = pattern(r"\S+ (?:\S+ )?minutes", r"(?:half|quarter) (?:\S+ ){0,2}?hour")
PAST_MARK = "#past"
_MARKS = {
    "#strong": _STRONG,
    "#weak": _WEAK,
    PAST_MARK: PAST,
    "#format": _FORMATS,
    "#place": _PLACES,
    "#length": _LENGTHS,
}

_KINDS: Mapping[str, frozenset[str]] = {
    "#day": word_set(
        "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays"
        " fridays saturdays sundays mon tue tues wed thu thur thurs fri sat sun"
    ),
    "#month": word_set(
        "january february march april may june july august september october november december jan feb"
        " mar apr jun jul aug sept sep oct nov dec"
    ),
    "#part": word_set(
        "morning mornings afternoon afternoons evening evenings night nights noon midday weekend weekends"
        " weekday weekdays lunchtime week weeks month months spring summer autumn fall winter semester"
        " term holidays holiday break easter christmas ramadan eid thanksgiving diwali tomorrow today"
        " tonight"
    ),
    "#call": word_set(
        "phone telephone call zoom skype video facetime whatsapp webex meet teams signal viber telegram"
        " online discord wechat messenger virtual ring"
    ),
    "#meal": word_set(
        "coffee tea lunch breakfast dinner drink beer pint cake soup espresso chai pizza sandwich brunch"
        " supper walk stroll cup"
    ),
    "#room": word_set(
        "office shop studio store garden library cafe restaurant bakery campus lab laboratory site museum"
        " archive kitchen park clinic hospital school church mosque temple farm greenhouse workshop yard"
        " station warehouse plant factory center centre gym salon theater theatre gallery market bar pub"
        " brewery nursery dock counter building lobby bookstore desk hall college university cafeteria"
        " canteen depot hangar house barn pier beach field garage pharmacy bench courthouse zoo aquarium"
        " hotel bank headquarters harbour harbor roastery room table foyer reception"
    ),
    "#number": word_set("two three four five ten fifteen twenty thirty forty half quarter"),
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words}
_ORDINAL, _CLOCK = re.compile(r"\d+(?:st|nd|rd|th)"), re.compile(r"\d+(?:am|pm)")


def marks_of(passage: Passage) -> set[str]:
    """The kinds of its words among their neighbours, and which patterns it has, alone and two together."""
    words = ["^", *(_kind(word.text) for word in passage.parts), "$"]
    found = {f"kind {row}" for row in rows_and_pairs(words) if "#" in row}
    marks = [mark for mark, expression in _MARKS.items() if expression.search(passage.words)]
    found.update(marks, map(" ".join, combinations(marks, 2)))
    if passage.is_question:
        found.add("#question")
    return found


def _kind(word: str) -> str:
    kind = _KIND_OF.get(word)
    if kind is not None:
        return kind
    if word.isdigit():
        return "#number"
    if _ORDINAL.fullmatch(word):
        return "#ordinal"
    return "#clock" if _CLOCK.fullmatch(word) else stem(word)
