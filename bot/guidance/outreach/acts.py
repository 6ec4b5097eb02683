"""J1 and J2 by speech act: a condition, a question, an offer or a favour that no meeting explains.

A first message asks to talk. A clause that asks for something else, or offers the sender, and holds no word
of meeting, learning, times or thanks, asks for work ("in case Kenmore Air is looking") or for a favour with
those who give it ("talk me up to the store"). So a request is found by what it is not.
"""

import re

from bot.guidance.outreach.clauses import Draft, Passage
from bot.guidance.outreach.patterns import is_denied, pattern
from bot.guidance.outreach.sayings import SAYINGS
from bot.guidance.outreach.wordsets import word_set

_THEY = (
    r"(?:you|your|they|he|she|it|we|there|the|anyone|anybody|someone|somebody|one|an?|any|either|this"
    r"|that|\S+)"
)
_NEEDS = (
    r"(?:needs?(?= (?!to |, )\S)|needing|lacks?|lacking|hir(?:es?|ing)|recruit(?:s|ing)?|takes?|taking"
    r"|wants?(?= (?!to |, )\S)|looks?"
    r"|looking|seeks?|seeking|searching"
    r"|staffing|short|shorthanded|expand(?:s|ing)?|grow(?:s|ing)?|open(?:s|ed)? up|opens|opened|came up"
    r"|comes? up|comes? along|turns? up|pops? up"
    r"|arises?|frees? up|leaves?|quits?|retires?|falls? (?:ill|sick|through)|(?:could|can|might|ever) use"
    r"|have use|has use"
    r"|know of|knows of|hears? of|hear about|see|sees|spot|spots|come across|get wind of|budget|headcount)"
)
_OBJECT = (
    r"(?:me|us|people|persons?|somebody|someone|anybody|anyone|hands?|help|helpers?|workers?|staff|folks?"
    r"|beginners?|newcomers?|students?|graduates?"
    r"|recruits?|volunteers?|new|another|extra|more|additional|fresh|junior|part|seasonal|temporary"
    r"|interns?|apprentices?|trainees?|anything"
    r"|something|openings?|spots?|places?|positions?|vacanc(?:y|ies)|jobs?|work|roles?|gigs?|room|space"
    r"|candidates?|applicants?|applications|cv|resume"
    r"|\S{3,}(?:er|or|ist|ian|ant|ent|man|woman|hand|keeper|ssistant)s?)"
)
_MEETING = pattern(
    r"(?:talk\S*|speak\S*|spoke|meet\S*|chat\S*|call(?:s|ing)?|phone|phoning|ring|zoom|video|coffee|tea"
    r"|lunch|breakfast|minutes|half|hour|quarter"
    r"|conversation|visit(?:s|ing)?|hear(?:ing)?|learn\S*|know how|know what|know why|understand\S*"
    r"|listen\S*|discuss\S*|questions?|curious|wonder how|wonder what|why|story|stories|facetime|skype"
    r"|whatsapp|teams"
    r"|webex|tour|interviews?|schedule|reschedule|calendar|convenient|convenience|suits?|time|times|day"
    r"|days|week|weeks|weekend|\S+day|\S+days|morning|afternoon|evening"
    r"|mornings|afternoons|evenings|tomorrow|date|dates|slot|moment|busy|thank\S*|appreciat\S*|grateful"
    r"|gratitude|sorry|read(?:ing)?|write|writing|wrote|words|view|thoughts|opinion|insights?"
    r"|advice|tips|how|what|walk|stroll|in person|language|english|accent|interpreter|slowly|patience"
    r"|notice|information|details|format|person|link|invite|invitation|app|platform)"
)
_CONDITION = re.compile(
    rf"(?<!\S)(?:if|in case|incase|should|unless|when|whenever|once|as soon as|next time|the moment"
    rf"|the day|in the event|provided|supposing|where|whether)(?! (?:you|he|she|they|i|we|one) (?:were"
    rf"|was|had|got|became|first))"
    rf" (?:\S+ ){{0,5}}?{_NEEDS}(?!\S)"
)
_IF_NEEDED = re.compile(
    rf"(?<!\S)(?:if|in case|should|unless|when|whenever|once|as soon as"
    rf"|next time) (?!i )(?:\S+ ){{1,4}}?(?:needs?|lacks?|hires?|recruits?|is hiring|are hiring|(?:is"
    rf"|are) short of|(?:is|are) looking for|know of|knows of|hears? of|(?:could|can) use|(?:has|have|had"
    rf"|got) (?:an? |any |some |free |open )?(?:place|space|room|work|spot|need|use|job|opening|position"
    rf"|seat|hole|gap|shift)(?! (?:in|on) your (?:calendar|schedule|day|week)))"
    rf" (?:\S+ ){{0,2}}?{_OBJECT}(?!\S)"
    rf"|(?<!\S)(?:if|in case|should|unless|when|whenever|once) (?!i )(?:\S+ ){{1,4}}?(?:has|have"
    rf"|got) (?:an? |any |some |free |open )?(?:place|work|need|job|opening|position|vacancy)(?! (?:in"
    rf"|on) your (?:calendar|schedule|day|week))(?!\S)"
)
_NEED_QUESTION = re.compile(
    rf"^(?:(?:and|so|or|but|also|ps|p|s|also|by the way|btw|perhaps|maybe|then|now|please|tell me|well"
    rf"|,) )*(?:(?:do|does|is|are|will|would|can|could|might|may|has|have|any chance|any idea if"
    rf"|i wonder if|wondering if|curious if) "
    rf"(?!i )(?:\S+ ){{1,5}}?{_NEEDS}|you need|you have|you take|you want|they need|they take|need|needs"
    rf"|got|have you|have|want|any|anything|is there|are there) (?:\S+ ){{0,3}}?{_OBJECT}(?!\S)"
)
_LEARNING_QUESTION = pattern(r"(?:how|why|what|which|who|where|most|usually|think|best|enjoy|hardest)")
_SELF = (
    r"(?:devote|dedicate|sign on|sign up|sign (?:\S+ )?contract|pitch in|roll up|muck|sweep|mop|scrub"
    r"|wash|carry|lift|fetch|haul|stack|serve|clean|drive|cook|bake|type|file|answer phones"
    r"|lend (?:a|my)|give (?:my|you my|it my)|do (?:anything|any|whatever|everything|night|nights)"
    r"|take (?:anything|any|whatever|night|nights|the)|be (?:an asset|useful|of use|of service"
    r"|an? \S+ (?:worker|addition)|yours|ready to)"
    r"|fit|fit in|fit right|thrive|shine|excel|contribute|join|work|start|begin|intern|apprentice|train"
    r"|volunteer|help out|help your|step in|fill in|cover|bring (?!coffee|lunch|pastries"
    r"|the coffee|you|cake|donuts|snacks|tea|cookies|treats)"
    r"|move (?:there|to)|relocate|commute|prove|earn my|see myself|picture myself|imagine myself|belong"
    r"|be part|be a part|be one of|be on|be in|be at|be among|be your|become your)"
)
_WILL = (
    r"(?:would|will|could|can|may|might|want to|wish to|hope to|like to|love to|able to|ready to"
    r"|willing to|happy to|glad to|eager to|keen to|gladly|happily|dying to|itching to|dream of"
    r"|dream to|aim to|chance to)"
)
_OFFER = re.compile(
    rf"(?<!\S){_WILL} (?:also |really |gladly |happily |just |love to |be (?:happy|glad|able|ready"
    rf"|willing|eager|proud|honored|thrilled) to |even |so |someday |one day "
    rf"|like to )*{_SELF}(?!\S)(?! (?:around|with) you(?! \S))"
)
_YOURS = pattern(
    r"(?:you|your|yours|there|here|anything|whatever|anywhere|anyone|at once|immediately|paid|unpaid|free"
    r"|cheap|wages|pay)"
)
_OTHERS_WORK = pattern(
    r"(?:with you (?:for|about|on|over|by|in)|you (?:came|did|had|were|have|worked|went))",
    r"(?:work|fit|bring|start|begin) (?:around|in|into|with)? ?(?:your (?:schedule|calendar|day|time"
    r"|plans)|whatever|whenever|you best|best for you|for me|well for me|it in)",
    r"(?:come|meet|join|volunteer|serve|work|train) (?:~ )?(?:where i|at my|at the (?:food bank|shelter"
    r"|church|library)|my own|in my own)",
)
_SET_PHRASES = pattern(
    r"count me in",
    r"i am (?:\S+ )?your (?:man|woman|guy|girl|gal|person|next|new|candidate)",
    r"at your (?:service|disposal)(?! (?:on|any|for (?:a|the) (?:call|talk|chat)))",
    r"(?:i )?want in(?: (?:at|on|to|with)|$| [.,!?])",
    r"(?<!you )(?:got|have|anything|something) (?:anything|something|going|cooking|for me)(?: (?:for|at"
    r"|there|open|at the moment|right now|now|these days))?(?: \?|$)",
    r"(?:talk|sell|hype|pitch|cheer|big|play|build) me up",
    r"sell me to",
    r"(?:you know|catch|get|see) (?:what i mean|my drift|where i am going|my meaning|the hint)",
    r"(?:wink wink|nudge nudge|hint hint|hint , hint)",
    r"(?:pay|pays|get|earn|receive) (?:\S+ ){0,4}?bonus (?:for|if|when)",
    r"(?:use|need|want|have|take) (?:me|an extra pair|another pair|a spare|one more)",
    r"(?:looking|look|search|searching|hunting|hunt) (?:for )?(?:something|anything|a change"
    r"|new challenge|the next|my next|a new challenge|a fresh start|a new home|a way in)(?! (?:like"
    r"|to read|to learn|to ask|in the))",
    r"(?:any|a|some|that|the|your) doors? (?:~ )?(?:you (?:can|could|might|may|would) (?:\S+ )?(?:open"
    r"|unlock|hold)|ajar|is open|be open|open)(?! (?:day|house))",
    r"(?:through|in|into) the door (?:at|of|with|there)",
    r"(?:adding|bringing (?:on|in)|taking on|signing up|looking at) (?:\S+ )?(?:anyone|anybody|people"
    r"|staff|someone|somebody|folks|new|more|hands|crew|bodies)",
    r"(?:need|needs|must|have to|has to) (?:eat|feed|pay (?:the )?(?:rent|bills))",
    r"(?:i|we) (?:would|will|could) (?:\S+ )?(?:not (?:say no|refuse|mind one|object|turn)|catch it"
    r"|grab it|take it|jump(?: at)?|leap(?: at)?|accept (?:it|one))(?! (?:for|to (?:talk|hear|meet)))",
    r"remember my name",
    r"(?:you|please|can|could) (?:\S+ )?give (?:to )?me (?:to )?(?:drive|work|cook|clean|sew|build|paint"
    r"|do|try|help|any|something|anything|one)(?! (?:time|day|minutes|advice|hour|idea|tip))",
    r"any (?:\S+ )?requirements?(?: in| at| for|$)",
    r"i (?:have |just |also |already |recently |have just |have already )*applied(?: (?:there|here|last"
    r"|yesterday|today|already|online|this|two|three|with you|(?:to|at|for) your|for (?:the|an?"
    r"|that) (?:\S+ ){0,2}?(?:position|role|job|opening|internship)))",
    r"(?:someone|somebody|anyone|anybody|a person|people) like (?:me|myself) (?:\S+ )?(?:come|join|work"
    r"|get|be|fit|start|do|have a|find|enter|help)(?! (?:to (?:meet|talk)|prepare|ready|pass))",
    r"(?:get|have|sign|win|earn|find|land|receive|expect|obtain) (?:an? |any |some "
    r"|my )?(?:\S+ )?(?:contract|position|job|role|place|spot|seat|work|post) (?:with|at|in|on|under"
    r"|from) (?:you|your (?!calendar|schedule|\S+ (?:calendar|schedule))\S+)",
    r"(?:you|they|there|your \S+) (?:have|has|is|got|need) (?:\S+ )?work(?= [,.?!]|$| for)",
    r"(?:crew|team|kitchen|staff|shop|office|company|farm|clinic|restaurant|you|they) (?:is|are|be"
    r"|was) (?:\S+ )?short(?= [,.?!]|$| (?:this|these|on|of|by|right|at|now|in))",
    r"(?:forward to|excited about|excited for|eager for|dream of|dreaming of|thrilled about|prospect of"
    r"|thought of) (?:~ )?(?:working|joining|serving|contributing|helping|being part"
    r"|becoming part)(?! (?:my|on my|through|out|the (?:library|church)))",
    r"(?:your|the) (?:\S+ )?(?:firm|company|team|shop|agency|hospital|clinic|school|studio|lab|office"
    r"|place|restaurant) (?:is|are|was) (?:\S+ )?(?:at the )?top of my list",
    r"(?:my|our) (?:future|next|second|new) (?:home|workplace|employer|boss|team|company|place)",
    r"(?:could|can|would|will|may) start (?:very )?soon",
    r"my hands are (?:free|yours|ready)",
    r"remember that i (?:exist|am here|am around)",
    r"(?:on|in) your (?:radar|rolodex|sights|shortlist)",
    r"(?:we|i) would (?:\S+ )?make (?:an? )?(?:\S+ )?(?:team|pair|match|colleague|worker|employee|hire)",
    r"(?:suitable|appropriate|relevant|matching|fitting) (?:post|opportunit\S+|requirement|profile"
    r"|vacanc\S+)",
    r"(?:help|let|allow) me (?:to )?(?:enter|get in|come in|inside|join)(?= [,.?!]|$| (?:your|the company"
    r"|there))",
    r"(?:offer|offering|lend|lending|give|giving) (?:you |your \S+ )?my (?:\S+ )?(?:hands|skills"
    r"|services?|labor|labour|muscles|strength|sweat|hard work|free time|loyalty)",
    r"(?:just|only|simply|merely|but|rather|even|maybe|perhaps) (?:for )?an? (?:\S+ )?(?:internship"
    r"|apprenticeship|traineeship|placement|trial|shot|foot in the door|opening|referral|recommendation"
    r"|shift|small job|part time)(?! (?:to|at (?:the|my) (?:door|museum)))",
    r"(?:do not|never|please) forget (?:me|my name)",
    r"remember me(?= [,.!?]|$| (?:when|if|next|for|at|in the|once|then))(?! from)",
    r"any work(?= [?,.!]|$| (?:for|at|in|there))",
    r"ready (?:to |for )?work(?! (?:around|with))",
    r"(?:be|end up|ends up|get|land|wind up) on your (?:\S+ )?(?:payroll|team|crew|staff|roster)",
    r"help wanted",
    r"(?:saw|read|found|noticed|seen) (?:the|your|an?|that) (?:\S+ ){0,2}?(?:opening|vacancy|job ad"
    r"|job posting|job post|posting|help wanted|ad)(?= (?:on|at|in|for|posted|online)|$"
    r"| [,.])(?! in your (?:calendar|schedule))",
    r"(?:boss|employer|supervisor) like you",
    r"(?:the|a|your) \S+ (?:you have|you are|your \S+ has) been (?:looking|searching|waiting) for",
    r"(?:odds|chances|chance|likelihood|possibility) (?:that|of|to|for) (?:\S+ ){0,6}?(?:your (?:team"
    r"|crew|company|staff|payroll)|hired|hire)",
    r"between (?:jobs|things|gigs|positions|roles|contracts)",
    r"(?:out of work|unemployed|laid off|jobless|without work|on the market) (?:~~ )?(?:so|and (?:need"
    r"|hope|would|could)|if)",
)
_FAVOUR = re.compile(
    r"(?<!\S)(?:(?:could|can|would|will|might|may|wish|hope|hoping|maybe|perhaps|if|please|kindly|want"
    r"|like|love|ask|need) (?:that )?(?:for )?you (?:\S+ ){0,2}?"
    r"|please (?:do |also |just |kindly )?|kindly |you can (?:also )?|so you can |enough to |willing to "
    r"|able to |mind )(?P<verb>\S+) (?:\S+ ){0,4}?(?:me|my|us|myself)(?!\S)"
)
_KIND_VERBS = word_set(
    "fit squeeze pencil"
    " be tell telling show showing teach teaching let letting allow allowing grant granting lend"
    " lending call calling phone phoning ring text email message send sending advise guide guiding"
    " explain explaining answer answering forgive excuse excusing pardon correct host meet meeting"
    " see seeing receive receiving join joining do have having know think remember accept talk"
    " talking speak speaking spare sparing share sharing sit chat chatting zoom spend spending come"
    " understand understanding find make want like walk hear hearing listen listening allow feel are"
    " were say choose pick inspire believe bear trust permit invite welcome indulge humor humour"
    " bother ask asking enlighten educate permit afford read write ignore mind let's invited"
)


def find_act(draft: Draft) -> str | None:
    """The first words whose request no meeting explains, as typed; None where there are none."""
    return first_said(draft) or _first_act(draft)


def first_said(draft: Draft) -> str | None:
    """The first saying that asks for work, as typed; None where there is none."""
    for clause in draft.clauses:
        match = SAYINGS.search(clause.words)
        if match is not None and (_HOLDS_NOT.search(match[0]) or not is_denied(clause, match)):
            return clause.quote(*match.span())
    return None


def _first_act(draft: Draft) -> str | None:
    return next((quote for clause in draft.clauses if (quote := _act(clause)) is not None), None)


def find_favour(draft: Draft) -> str | None:
    """The words that ask a favour for the sender other than time and knowledge, as typed."""
    return next((quote for clause in draft.clauses if (quote := _favour(clause)) is not None), None)


def _act(clause: Passage) -> str | None:
    for find in (_set_phrase, _condition, _need_question, _offer):
        match = find(clause)
        if match is not None and not is_denied(clause, match):
            return clause.quote(*match.span())
    return None


def _set_phrase(clause: Passage) -> re.Match[str] | None:
    return _SET_PHRASES.search(clause.words)


def _condition(clause: Passage) -> re.Match[str] | None:
    need = _IF_NEEDED.search(clause.words)
    if need is not None and not _MEETING.search(need[0]):
        return need
    match = _CONDITION.search(clause.words)
    return None if match is None or _MEETING.search(clause.words) else match


_HOLDS_NOT = pattern("not", "never")
_SEATS = pattern(r"(?:chairs?|seats? (?:in|at) the|parking|interpreter|stroller|wheelchair)")


def _need_question(clause: Passage) -> re.Match[str] | None:
    match = _NEED_QUESTION.search(clause.words)
    if (
        match is None
        or _LEARNING_QUESTION.search(match[0])
        or _MEETING.search(match[0])
        or _SEATS.search(clause.words)
    ):
        return None
    return (
        match if clause.is_question or match[0].startswith(("do ", "does ", "is ", "are ", "you ")) else None
    )


def _offer(clause: Passage) -> re.Match[str] | None:
    match = _OFFER.search(clause.words)
    if match is None or not _YOURS.search(clause.words) or _MEETING.search(clause.words):
        return None
    return None if _OTHERS_WORK.search(clause.words) else match


def _favour(clause: Passage) -> str | None:
    match = _FAVOUR.search(clause.words)
    if match is None or match["verb"] in _KIND_VERBS or _MEETING.search(clause.words):
        return None
    return None if is_denied(clause, match) else clause.quote(*match.span())
