"""Requests without a set phrase: what a clause brings together, rather than how it says it.

A wish or a question, the sender, the contact's side, and work: a clause that joins these and is not about
meeting or learning asks for work ("I would do well behind your counter"). The same for a word to a hirer.
"""

import re

from bot.guidance.outreach.clauses import Passage
from bot.guidance.outreach.patterns import is_denied, pattern

_KNOW_IF = pattern(
    r"(?:let me know|tell me|could you tell me|know|ask|wonder|wondering|see|say me|inform me) (?:if"
    r"|whether|when)",
    r"(?:hear|hears|heard|know|knows|learn) of",
    r"(?:let|keep) me (?:know|posted|informed|updated)",
    r"look forward \S+ \S+ (?:from )?you",
)
_MEETING_OR_LEARNING = pattern(
    r"(?:talk|talking|talks|speak|speaking|meet|meeting|chat|chatting|call|calls|calling|phone|zoom|video"
    r"|visit|visiting|see|seeing|stop by"
    r"|drop by|hear|hearing|learn|learning|know|understand|understanding|tell|listen|coffee|tea|lunch"
    r"|minutes|hour|conversation"
    r"|discuss|tour|walk|explain|describe|advice|questions?|story|stories|curious|share|compare|how|why"
    r"|wonder|teams|skype|whatsapp"
    r"|webex|facetime|interview you|time|thank|thanks|view|opinion|thoughts|ask you|ask about"
    r"|asking about|ask how|class|course|program"
    r"|read|interested in how|thesis|paper|book|podcast|tips|appointment|convenient|around|days? you"
    r"|day that)"
)
_PAST = pattern(
    r"(?:was|were|had|did|worked|hired|held|applied|got|became|joined|led|ran|moved|used to|once|last|ago"
    r"|heard|saw|met|told|said|says"
    r"|suggested|gave|started|left|began|trained|built|opened|wrote|watched|attended|enjoyed|loved|came"
    r"|have been|has been|showed|taught)",
)
_ME = pattern(r"(?:i|me|my|myself|mine)")
_WISH = pattern(
    r"(?:would|want|wants|love|like|hope|hoping|wish|dream|could|can|may|might|ready|willing|open|glad"
    r"|gladly|happy|happily|need|search"
    r"|interested|please|let|accept|make|take|put|eager|keen|available|free|sure|believe|maybe|perhaps|if"
    r"|any|will|looking|find|seek|seeking"
    r"|help|give|save|sign|do not forget|remember|chance|chances|wonder|thrilled|honored|longing|aim"
    r"|want be)",
)
_WORK = (
    r"(?:hire|hiring|hired|employ|employment|employer|job|jobs|positions?|vacanc(?:y|ies)|vacant"
    r"|openings?|internships?|interns?|practicum|apprentices?"
    r"|apprenticeships?|trainees?|shifts?|payroll|part time|full time|paid|earn|earning|salary|wages?"
    r"|income|contract|trial|(?:new|next|future|your) colleague|boss"
    r"|workers?|employees?|helpers?|candidates?|applicants?|apply|offer|opportunities|crew|badge|uniform"
    r"|taking on|take on|career with"
    r"|work (?:for|with|under|at|in|alongside)|(?:need|search|want|any|find|more|some|do|seek) work"
    r"|to work|join|hands|substitutes?|recruits?|season"
    r"|on (?:your|the) (?:team|crew|staff)|your (?:team|company|firm|staff|crew|group)|workforce|roster"
    r"|recruiting)"
)
_WORK_WORD = pattern(_WORK)
_OWN_OR_PAST_WORK = pattern(
    r"(?:my|his|her|their|our) (?:\S+ ){0,2}?(?:job|jobs|position|positions|shift|shifts|boss|colleagues?"
    r"|crew|team|employer|internship|apprenticeship|contract|career)"
    r"(?! (?:with|at|in|on|under) your?)",
    r"your (?:\S+ ){0,2}?(?:job|jobs|position|career|shift|shifts|colleagues?|boss|offer to|opening of)",
    r"(?:am|as|be|was|become|becoming|became|being) (?:an? |the )?(?:\S+ ){0,3}?(?:interns?|apprentices?"
    r"|trainees?|helpers?|workers?|employees?|boss|substitutes?)"
    r"(?! (?:of|in|at|for|with|on|under) your?)",
    r"job (?:search|searching|hunting|market|fair|fairs|club|coach|title|shadow\S*|seekers?)",
    r"(?:help|helps|support|supports|train|trains|teach|teaches) (?:\S+ )?(?:workers|interns|apprentices"
    r"|trainees|employees)",
    r"(?:opening|openings|spot|place) (?:\S+ ){0,2}?(?:in|on) (?:your|my) (?:calendar|schedule|day|week)",
    r"an? (?:\S+ )?(?:good|great|nice|fine|beautiful|interesting) (?:job|position)",
    r"join you (?:on|for|when|during)",
    r"join(?:ing)? (?:your |the |a )?(?:\S+ )?(?:webinars?|walks?|tours?|class|call|zoom|talks?|workshop"
    r"|lunch|coffee|session|meeting|network|list|newsletter|channel|club|rehearsal|hike)",
    r"offer (?:me|us) (?:a|any|some|another) (?:date|day|time|hour|slot)",
    r"(?:travel|come|go|get|walk|drive|bike|take the bus) (?:over |out |down )?to your (?:\S+ )?\S+",
    r"accept (?:any|a) (?:\S+ )?(?:call|day|time|date|format)",
    r"no job",
    r"work (?:through|on|out) (?:my|the|these|some|a few)",
    r"hiring \S+ (?:is|was|became|has been|gets)",
    r"someone to (?:explain|tell|talk|speak|ask|listen|teach|show|help)",
    r"(?:would|can|could|will) (?:\S+ )?work (?:for|with|around) (?:you|me|your schedule|my)(?= [.,?]|$)",
)
_HOST = pattern(r"(?:you|your|yours|there|here|sir|boss)")
_YOUR_SIDE = pattern(
    r"(?:in|at|on|behind|into|inside|within|among|to|for|with|under|join|of) (?:your|yours)(?! (?:time"
    r"|help|advice|work|convenience|schedule|calendar|choice|kindness"
    r"|patience|answer|reply|story|path|path|example|talk|footsteps|health|family|mind|opinion|view"
    r"|consideration|availability|phone|door|email))",
)
_OPENS_QUESTION = pattern(
    r"(?:do|does|is|are|will|has|have|when|any|if|maybe|would|could|can|might|may|in case|whether|who"
    r"|how can i|how do i|how could i|what would it take"
    r"|what (?:\S+ )?must i|who (?:do|should) i|there|please|you have|you need)"
)
_NEED_NEW = pattern(
    r"(?:hire|hires|hiring|employ|job|jobs|positions?|vacanc(?:y|ies)|vacant|openings?|internships?"
    r"|interns|apprentices|apprenticeships?|trainees?|paid|recruit|recruiting"
    r"|applicants?|apply|get hired|trial|part time|full time|opportunities at|opportunities in"
    r"|opportunities with|helper|helpers|employment|recruits)",
    r"(?:space|place|room|spot|opening|seat|work|something|anything) (?:~ )?(?:on|in|at|with|inside"
    r"|within) your (?:\S+ )?(?!calendar|schedule|diary|day|week)\S+",
    r"(?:team|company|department|group|crew|staff|firm) (?:is |be )?(?:growing|expanding|short)",
    r"(?:anyone|anybody|someone|somebody) (?:is )?(?:leaving|retiring|quitting)",
    r"(?:you|they|company|studio|shop|bakery|clinic|farm|firm|crew|team|school|manager|boss|department"
    r"|lab|group) (?:ever |also |still |perhaps |maybe |possibly )?(?:need|needs|take|takes|use|want"
    r"|wants|accept|accepts|taking) (?:\S+ )?"
    r"(?:another|an extra|a second|a new|new|extra|more|one more|additional|any|students|beginners"
    r"|volunteers|helpers|interns|dog|summer|part time|temporary|seasonal|me)",
    r"(?:is|are) (?:\S+ ){1,3}?(?:is |are )?(?:leaving|retiring)",
)
_LEARNING_QUESTION = pattern(
    r"(?:how|why|what|which|who) (?:do|does|did|is|are|was|were|made|kind|part|skills|you|the|your|people"
    r"|a|has|have|hiring)",
    r"(?:do you (?:think|feel|like|enjoy|find|remember|believe) (?!your|you|i|there|they))",
)
_FAVOUR = pattern(
    r"(?:took|take|taking|give|giving|gives|gave|given|have|for) (?:me )?(?:a )?(?:chance|shot) (?:on me"
    r"|with me|at your|with your|in your|to prove|to show)",
    r"(?:wear|carry|put on) (?:your|the) (?:\S+ ){0,2}?(?:badge|card|uniform|apron|shirt|colors|logo"
    r"|name tag|vest|cap)",
    r"(?:could|can|may|to|would) (?:start|begin) (?:work )?(?:tomorrow|today|immediately|right away"
    r"|at once|now|on monday|monday|as soon as)",
    r"(?:make|be) (?:you )?an? (?:\S+ )?(?:assistant|helper|apprentice|intern|worker|employee"
    r"|colleague) (?:to|for) you",
    r"(?:up )?as my (?:\S+ )?(?:boss|employer|supervisor)",
    r"(?:see|picture|imagine) myself (?:at|in|on|with|among|behind|next|there|working)",
    r"(?:work|shifts?|tasks?|something) you (?:can|could|might|may) (?:spare|give|offer|have for|throw|pass)",
    r"hours you (?:can|could|might|may) (?:spare|give|offer) (?:me|us)",
    r"(?:chance|possible|likely|true|hope|hoping) (?:that )?(?:\S+ ){1,4}?(?:hires|is hiring|are hiring"
    r"|takes on|needs people|recruits)",
    r"(?<!what )(?<!who )(?<!how )(?:does|do|is|are) (?!employers|managers|companies|recruiters|they"
    r"|people|hiring)(?:\S+ ){1,4}?(?:look for|looking for|search for|searching for)",
    r"applications? (?:are )?(?:open|accepted|welcome)|send (?:you )?(?:mine|my application|an application)",
    r"for a trial",
    r"(?:help wanted|(?:hiring|wanted|cashier|job) sign)",
    r"(?:could|can) (?:\S+ )?use (?:a|any|some) (?:job|work|income|paycheck)",
    r"(?:a|any|the|your|such a) (?:job|position|offer|contract) would (?:\S+ )?(?:change|save|help|mean"
    r"|make)",
    r"when you have(?= ,| please|$)",
    r"(?:i|we|wife|husband|me|brother|son|daughter) (?:\S+ ){0,2}?(?:looking|search|searching|seek"
    r"|seeking|find|need|want) (?:a |one |some |any |for )?(?:job|work|position|employment)",
    r"(?:is|are) needed (?:an? |some |any )?\S+",
    r"(?:if|exist|exists|any|some|have|is|there) (?:\S+ ){0,2}?vacanc(?:y|ies)",
    r"remember(?:ed|ing)? me (?:at|when|for|if|in)",
    r"(?:trial|test|tryout) (?:day|shift|week|run|period|month)",
    r"(?:who|whom) (?:do|should|can|could|must) i (?:talk|speak|write|apply|send|contact|ask"
    r"|see) (?:~ )?(?:getting hired|jobs?|work|hiring|positions?|apply|application|employment)",
    r"(?:open|available|free|ready|looking) (?:for|to) (?:\S+ ){0,5}?(?:full time|part time|contract"
    r"|temporary|seasonal|paid|any) (?:\S+ )?(?:work|jobs?|employment|positions?|hours|shifts?)",
    r"short (?:of|on) (?!time)\S+",
    r"(?:discuss|talk about|explore|chat about|speak about|talk over) (?!(?:your|the|an?|this) (?:article"
    r"|talk|book|paper|report|post|thesis|class|panel|interview))(?:\S+ ){0,4}?(?:employment"
    r"|job opportunities|a job|openings|working (?:for|with|at) you|joining you|joining your"
    r"|opportunities (?:at|in|with|on) your)",
    r"(?:consider|think of|open to|up for|mind|thinking of) (?:~ )?(?:taking on|hiring|training"
    r"|bringing on|adding an?|taking an?) (?:\S+ )?\S+",
    r"gets? me in",
    r"be the exception",
    r"thought of (?:you|your company|your (?:\S+ )?(?:team|firm|shop|place))(?= [.,?!]|$)",
    r"(?:applied|apply|application) (?:~~ )?(?:hope|hoping|hopefully|fingers crossed|wait|waiting|still)",
    r"(?:know|hear|think|know of) (?:of )?(?:anyone|anybody|someone|somebody|a (?:family|place|shop"
    r"|company|firm|person)|any (?:\S+ )?(?:place|company|shop|firm|family)) (?:who|that|which) (?:needs?"
    r"|wants?|is looking|looks|could use|is hiring|hires|takes|lacks)",
    r"(?:all|have|meet|match|fit|fulfill|satisfy) (?:the |all the |every |all )?(?:skills|requirements"
    r"|qualifications|criteria) (?:~ )?(?:for|of|in|you)",
    r"(?:be|become) my (?:\S+ )?(?:boss|employer|supervisor|coworker|colleague)",
    r"(?:stay|remain|come|continue) on as (?:an?|your|the)",
    r"take over (?:the|a|his|her|their) (?:\S+ )?(?:job|position|role|shift|work)",
    r"(?:prove|show) (?:myself|you what i can do|what i can|my (?:skills|worth|value))",
    r"(?:bring|use|offer|lend|apply|put) (?:~ )?my (?:~ )?(?:skills|hands|talents?|energy|experience"
    r"|time) (?:to|for|in|at) (?:~ )?your?",
    r"(?:lead|leads|turn into|become|grow into|end) (?:to |in )?(?:an? |some |any )?(?:\S+ )?(?:job"
    r"|something|position|employment|offer|opportunity|role|more|place|collaboration)",
    r"(?:start|begin|starting) (?:\S+ )?(?:at the bottom|anywhere|from zero|with anything|in any)",
    r"(?:fill in|cover|step in|help out) (?:\S+ )?(?:for|when|if|on|with)",
    r"fill (?:\S+ )?(?:shoes|place|spot|chair|gap|seat|role|post|vacancy|it)",
    r"(?:call|have|see) (?:you|myself) (?:as )?(?:my|your|a|in your|at your|on your"
    r"|among) (?:\S+ )?(?:colleague|coworker|teammate|boss|team|company|crew|kitchen|place)?",
    r"when (?:can|could|may|do|should|would) i (?:start|begin|come to work)",
    r"(?:do not|never) forget me",
    r"remember me (?:~~ )?(?:hire|hiring|when|fall|spring|season|next)",
    r"(?:save|hold|keep|reserve|find|make|have) (?:me )?(?:a|an|one|some|any) (?:\S+ )?(?:spot|place|seat"
    r"|space|room|chair|corner|something)(?: (?:for me|on|in|at|with|among) (?!\S+day|this|the|next"
    r"|mind)\S+|$)",
    r"(?:find|have|got|see) (?:me |for me )?(?:something|anything) (?:for me|in your|at your|with your"
    r"|to do)",
    r"i (?:~ )?(?:need|must|have to) (?:~ )?(?:earn\S*|work|a job|money|an income|employment)",
    r"i (?:can|could|will|would) (?:\S+ )?(?:do|take|cover|work) (?:\S+ )?(?:all|any|every|nights?|night"
    r"|early|late|weekend|weekends|morning|evening|the) (?:\S+ )?(?:work|shifts?|job|tasks?|hours)",
    r"i (?:could|can|would) (?:be|come) (?:there|in|with you) (?:on|at|by|from|tomorrow|next|for a trial)",
    r"(?:love|want) (?:in|to be in|to get in|a way in)(?= [.,?!]|$)",
    r"(?:trade|swap|leave|quit) my (?:~ )?(?:job|shift|work)",
    r"(?:be part of|belong to|be in) (?:what|where|everything) you",
    r"(?:on|to) (?:the|your) (?:\S+ )?(?:list|roster|payroll) (?:for|of|in|next)",
    r"(?:want|need|use|take|pick|choose|accept) me(?: (?:in|on|as|for|at|there|with|to)(?! (?:a call|call"
    r"|ask|meet|speak|talk|visit|come|phone|the phone|zoom|know|share|hear)\b)| ?\?|$)",
    r"way in(?:to|side)?(?: (?:your|the)|$| \?)",
    r"(?:hear from you about|reply about) (?:work|a job|the job|the position)",
    r"(?:would|will) not (?:\S+ )?(?:refuse|say no|turn (?:it|one) down|mind (?:one|it|a job|if you))",
)
_HIRER = pattern(
    r"(?:your|the|to|with|a|any|of|that|some|their) (?:\S+ ){0,2}?(?:recruiters?|hiring (?:manager|team"
    r"|person|committee|department)|hr|human resources|manager|managers|boss|director"
    r"|supervisor|head nurse|head (?:\S+ )?|owner|principal|foreman|committee|chief|superintendent"
    r"|talent team|people team|people who hire)",
    r"hr",
    r"(?:whoever|anyone who|someone who|the person who|the people who|somebody who) (?:\S+ )?(?:hires"
    r"|is hiring|hire|does the hiring|picks|decides|chooses|is choosing|is filling)",
)
_PASSES_ON = pattern(
    r"(?:said|telling|speaking|talking|mentioning|asking|introducing|passing|putting|recommending"
    r"|forwarding|sharing|told|spoke|spoken|mentioned|asked|introduced|passed|recommended|tell|say|speak"
    r"|talk|mention|ask|introduce|connect|pass|put|push|vouch|word|let|forward|share|give|get|send|nudge"
    r"|show|recommend|refer|remind|help|convince"
    r"|persuade|inform|whisper|call|write|walk|hand|present|suggest|contact|reach|drop|look at|notice)"
)
_INSIDE_HELP = pattern(
    r"(?:my|an) (?:\S+ )?application(?! (?:to|for) (?:\S+ )?(?:nursing|graduate|grad|program|college"
    r"|university|school|visa))",
    r"(?:know|mention|that|say|sees?|notice|told|tell|remember) (?:~ )?i (?:have )?applied",
    r"(?:open|opens|opening|unlock) (?:\S+ ){0,2}?doors? (?:\S+ )?(?:for me|for us|to|at|in)",
    r"(?:say|tell|mention) (?:~ )?(?:you sent me|you know me|we know|you recommend)",
    r"(?:inside|insider|from (?:the )?inside|on the inside) ?(?:\S+ )?",
    r"(?:refer|recommend|vouch for) (?:a |an |some)?(?:\S+ )?(?:newcomer|beginner|graduate|person|someone"
    r"|somebody|candidate|nurse|student|\S+) like me",
    r"(?:write|give|make|provide|get|need|want|like|have|receive|be) (?:me "
    r"|for me )?(?:\S+ ){0,2}?(?:recommendation|reference|referral|endorsement)(?: letter)?(?: for me"
    r"| from you|$)?",
    r"letter of (?:recommendation|reference|support)",
    r"(?:referral|recommendation|reference|endorsement) (?:is|would|from|could|will)",
    r"(?:talk|speak|say|tell|put|speaking) (?:\S+ )?(?:good|well|highly|something|nice|positively|kindly"
    r"|a little) (?:\S+ )?(?:about|of|for) me",
    r"(?:someone|somebody|anyone|people|whoever|they|them|him|her) (?:~ )?(?:would |will |could |to "
    r"|can )?(?:interview|spoke for|speak for|consider|choose|pick|hire|call|look at|notice) me",
    r"(?:spoke|speak|speaks|stand|stood) up? ?for me",
    r"(?:influence|connections|pull) (?:~ )?(?:for me|to get me|to help me|at your|in your)",
)
_DIRECTED = pattern(r"(?:you|your|please|could|can|would|help|if|hope|might|may|pls|let)")


def hints_at_work(clause: Passage) -> str | None:
    """The words of a clause that asks for work without a set phrase, as typed."""
    words = _plain(clause)
    favour = _FAVOUR.search(clause.words)
    if _SURE.search(clause.words):
        return clause.quote(0, len(clause.words.rstrip(" ,?")))
    if favour is not None and not _is_told(clause.words[: favour.start()]):
        return _quote_unless_denied(clause, favour)
    if _MEETING_OR_LEARNING.search(words) or _PAST.search(words):
        return None
    work = _asks_for_work(clause, words)
    return _quote_unless_denied(clause, work) if work is not None else None


def is_past(clause: Passage) -> bool:
    """Whether a clause tells what was."""
    return _PAST.search(clause.words) is not None


def hopes_for_more(clause: Passage) -> bool:
    """Whether a clause holds a wish that no meeting, lesson or past explains."""
    words = _KNOW_IF.sub("if", clause.words)
    return _HOPE.search(words) is not None and _TO_LEARN.search(words) is None


_HOPE = pattern(
    r"(?:would|love|like|hope|hoping|wish|dream|if|help|need|position|anything|something|accept|take"
    r"|refuse|happy|glad|open"
    r"|will|could|can|might|one day|someday|after|when|until|change|changes|ready|available|please)",
)
_TO_LEARN = pattern(
    r"(?:talk\S*|speak\S*|call|calls|calling|phone|minutes|learn\S*|hear|hearing|curious|story|stories"
    r"|asking|question|questions|how|why|what|chat\S*|meet\S*"
    r"|visit\S*|understand\S*|advice|listen\S*|zoom|video|coffee|tea|conversation|interview|half|hour"
    r"|english|busy|know|knowing|grateful|thank\S*|appreciat\S*|view|views|opinion|perspective|insights?)",
)


def _is_told(before: str) -> bool:
    """Whether what follows is asked about or past, not asked for."""
    return bool(_LEARNING_QUESTION.search(before) or _PAST.search(before))


_SURE = pattern(
    r"(?:not|never) (?:~ )?(?:regret|be sorry|be disappointed|disappoint you|let you down)",
)


def _plain(clause: Passage) -> str:
    """The words without what only looks like learning or work ("let me know if", "your job")."""
    return _OWN_OR_PAST_WORK.sub("…", _KNOW_IF.sub("if", clause.words))


def _asks_for_work(clause: Passage, words: str) -> re.Match[str] | None:
    hoped = _ME.search(words) and _WISH.search(words)
    if hoped and _WORK_WORD.search(words) and _HOST.search(words):
        return _WORK_WORD.search(clause.words)
    if hoped and _YOUR_SIDE.search(words):
        return re.match(r".*[^ ,?.]", clause.words)
    if _OPENS_QUESTION.match(words) and not _LEARNING_QUESTION.search(words) and _NEED_NEW.search(words):
        return _NEED_NEW.search(clause.words)
    return None


def hints_at_referral(clause: Passage) -> str | None:
    """The words of a clause that asks for a word to whoever hires, as typed."""
    words = re.sub(
        r"(?:my|as a|as an|am a|am the|former) (?:\S+ )?(?:manager|boss|supervisor|director)",
        "…",
        clause.words,
    )
    if not (_ME.search(words) or clause.is_question) or _LEARNING_QUESTION.search(words):
        return None
    helped = _INSIDE_HELP.search(words)
    if helped is not None and _DIRECTED.search(words) and not _PAST_FAVOUR.search(words):
        return _quote_unless_denied(clause, _INSIDE_HELP.search(clause.words))
    hirer = _HIRER.search(words)
    if hirer is None or not _PASSES_ON.search(words) or _PAST_FAVOUR.search(words):
        return None
    if not re.search(r"(?<!\S)(?:me|my|myself|i am|i was|that i|i would|i applied)(?!\S)", words):
        return None
    return _quote_unless_denied(clause, _HIRER.search(clause.words)) if _DIRECTED.search(words) else None


_PAST_FAVOUR = pattern(
    r"(?:told me|referred me to you|recommended me to|introduced me|sent me|suggested|gave me"
    r"|said (?:that )?you|says (?:that )?you|tell me how|tell me about|tell me what|mentioned you"
    r"|helped me|told us)",
    r"(?:about|how|what|why) (?:your|the|being|becoming) (?:\S+ )?(?:manager|director|boss|principal|owner)",
    r"who else",
    r"(?:he|she|they|mrs|mr|ms|friend|cousin|uncle|aunt|teacher|classmate|brother|sister"
    r"|neighbor) (?:\S+ ){0,3}?(?:say|says|tell|told|said)",
)


def _quote_unless_denied(clause: Passage, match: re.Match[str] | None) -> str | None:
    if match is None:
        return clause.quote(0, len(clause.words.rstrip(" ,?")))
    if is_denied(clause, match):
        return None
    return clause.quote(*match.span())
