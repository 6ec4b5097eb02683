"""J1: does the message ask for work? With or without the word "job", asked, hoped or hinted."""

import re
from collections.abc import Iterator, Sequence

from bot.guidance.outreach.acts import find_act
from bot.guidance.outreach.aims import without_aims
from bot.guidance.outreach.clauses import Draft, Passage
from bot.guidance.outreach.denials import taken_back
from bot.guidance.outreach.favours import asks_favour
from bot.guidance.outreach.hints import hints_at_work
from bot.guidance.outreach.leftovers import find_job_subject
from bot.guidance.outreach.patterns import asserted, pattern
from bot.guidance.outreach.trades import JOB, OFFERED, TO, TRADE, WISH, YOUR_PLACE

_ASKS = (
    pattern(
        rf"(?:ask|asking|asked|beg|begging)(?: you)? for (?:\S+ ){{0,4}}?{JOB}",
        rf"(?:looking|look|searching|search|hunting|hope|hoping|applying|inquiring|enquiring)(?: around)?"
        rf" (?:for|about|to get|to find|to land|after) (?:\S+ ){{0,4}}?{JOB}",
        rf"(?:seeking|seek) (?:\S+ ){{0,4}}?{OFFERED}",
        r"(?:need|want|would like|would love|wish|get|getting|obtain|land|secure|find me|find|offer me"
        r"|offer)"
        r"(?: to (?:get|have|find|obtain|secure|land))? (?:an? |the |any |some |my |me |this |that |one )?"
        r"(?:\S+ ){0,2}?(?:job|jobs|internship|position|employment|apprenticeship|placement)",
        rf"(?:give|gives|offer|offers|get|find|arrange|provide)(?: to)? (?:me|us|him|her)"
        rf" (?:\S+ ){{0,3}}?(?:{JOB}|a try|a trial|a shot|trial|shot|opening|a start|interview)",
        r"(?:interview|trial|audition) (?:~ )?(?:for|with) (?:~ )?(?:job|position|role|team|company"
        r"|internship)",
        r"hire (?:\S+ )?(?:me|us|myself|someone like|somebody like|people like)",
        r"(?:hire|employ|recruit) (?:me|us|someone like me)",
        r"(?:be|get|getting|being) (?:hired|employed|recruited|considered|selected|offered|taken on)(?: ~"
        r" (?:by|at|for|with|in|there|here|next|as|if|when|should)| ?$)",
        r"(?:consider|considering|considered) (?:hiring |taking |having |giving |adding )?"
        r"(?:me|my application|my candidacy|someone like me|bringing me)",
        r"apply (?:for|to) (?:an?|the|your|any|this|that|some|open|work)(?! few| first) (?:\S+ ){0,3}?"
        r"(?:job|position|role|team|company|opening|internship|vacancy|apprenticeship|post|firm|shop)",
        r"apply (?:~ )?(?:with you|at your|to you|to work)",
        r"(?:my|an) application (?:to|with|for) (?:you|your)",
        r"(?:put|throw|toss) (?:myself|my name|my hat)(?: \S+){0,2} (?:forward|in the ring|in the hat|in"
        r"|down)",
        r"(?:a|the|any|your) (?:\S+ )?candidate for (?:~ )?(?:job|role|position|opening|team|you)",
        r"(?:use|need|want|take|welcome|have room for|find room for|fit|employ|keep|add|include)"
        r" (?:\S+ ){0,3}?(?:somebody|someone|a person|people|anyone|anybody|a man|a woman"
        r"|a guy) like (?:me|myself)",
        r"(?:somebody|someone|a person|people|anyone) like me (?:~ )?(?:on|in|at|for) your",
        r"(?:take|taking|bring|bringing|have|having|get|getting|put|putting|add|adding|keep|keeping|squeeze"
        r"|fit|see|want|wanted|accept|place|let) (?:me|us)(?: (?!say|ask|begin|add|know)\S+)?"
        r" (?:on|onto|in|into|at|aboard|to|join|as|with|under|work|start|help out|for the)"
        r"(?! (?:the|a|any|your|whatever|whichever|touch|for|what|how|if|know|mind (?:that|when)|hear"
        r"|learn|call"
        r"|visit|come|meet|ask|talk|speak|see|ease|shadow|phone|zoom|video|teams|skype|loop|person"
        r"|virtual)\b)"
        r"(?: (?:board|for the|the|your|a|an|there|here))?",
        rf"(?:take|bring|have|get|put|add|keep|accept|want|place) (?:me|us) (?:\S+ )?"
        rf"(?:on|onto|in|into|at|to|with|as) (?:{YOUR_PLACE}|your list|the list|a list|the payroll"
        rf"|the roster|file"
        rf"|(?:an? |your )?{TRADE}|board|trial|part time|full time|the (?:crew|team|staff|schedule))",
        r"put me to (?:work|use)",
        r"(?:give|giving) (?:me|someone new|a beginner|a newcomer|an? \S+ like me) (?:a|the|one|my|this|some)"
        r" (?:\S+ )?(?:chance|shot|opportunity|try|trial|start|break|opening|place|spot|seat|desk|shift)"
        r"(?! to (?:talk|speak|hear|learn|ask|meet|see|visit|call|listen))",
        r"(?:try|test) me(?: out)?",
        r"(?:i|we) (?:can|could|am able to|am ready to|am available to|am free to|would be able to|will"
        r"|may|am"
        r" prepared to|would) (?:also )?(?:start|begin)(?: work(?:ing)?)?"
        r" (?:on|in|from|tomorrow|immediately|right|next|any|as soon|at once|now|straight|today|monday"
        r"|whenever|work)",
        r"(?:ready|available|free) (?:to (?:start|work|begin)|for (?:~ )?(?:work|job|hire|shifts?|hours)|from"
        r" (?:tomorrow|now|today|monday|next)|immediately)",
        r"(?:willing|happy|glad|ready|able|prepared) to (?:do|take|work|accept|try) (?:\S+ )?"
        r"(?:any|every|whatever|all|nights?|weekends?|for free|unpaid|without pay|long|shifts?)"
        r"(?! (?:day|time|times|format|you like|works)\b)",
        r"(?:will|would|can|could) (?:work|do) (?:hard|any shift|any job|for free|nights?|unpaid|anything)",
        r"(?:volunteer|intern|shadow as an intern|apprentice|temp|freelance)"
        r" (?:with|for|at|under|in) (?:you|your)\b",
        r"(?:be|become|being|becoming) (?:~ )?(?:your|one of your|one of the|one of them|one of those"
        r"|part of your"
        rf"|a part of your|a member of your|on your|in your) (?:\S+ )?(?:team|crew|company|staff|{TRADE}"
        r"|family|group|lab|firm|next|member|department|organization|office)",
        r"(?:could|can|may|might|would) i (?:~ )?(?:be|become) (?:one of them|one of those|one|the one|next)",
        r"(?:be|make|become|making|being) (?:~ )?(?:a|an|the) (?:\S+ )?(?:fit|match|asset|addition"
        r"|contributor"
        r"|candidate|member) (?:~ )?(?:for|to|on|of|with|there|at|in) (?:~ )?(?:you|your|team|company"
        r"|role|position)",
        r"(?:an asset|a good addition|add value|valuable|useful) to (?:you|your|the (?:team|company|crew))",
        r"(?:fit|fits|fitting) (?:in|into|in with|on|with) (?:your|the) (?:team|crew|company|group|staff)",
        r"(?:foot|toe|way) (?:in|into|inside|through) (?:the|your) (?:door|company|firm|team)",
        r"(?:getting|get|got) (?:on|onto|in|into|inside) (?:your|the) (?:~ )?"
        r"(?:team|company|crew|firm|payroll|staff|organization|group|department|door|hospital|office)",
        r"(?:room|place|spot|space|seat|slot|chair|desk|need|use|work|something|anything|opening|openings"
        r"|position|job|role|shift|shifts|task|tasks|projects?|opportunity|opportunities"
        r"|vacancy) for (?:me|one"
        r" more|us|another|someone like me|somebody like me|an extra|a person like|a beginner|a newcomer"
        rf"|a new|a graduate|an? (?:\S+ )?{TRADE}|people like me|my (?:skills|profile|experience"
        rf"|background))",
        r"(?:free|open|empty|vacant|spare|available|extra) (?:place|spot|seat|chair|slot|position"
        r"|positions|shift"
        r"|shifts|post|posts|desk|role|roles|job|jobs|vacancy|place to work)",
        r"(?:job|position|role|work|opening|openings|jobs|positions|roles|vacancy|vacancies|internship"
        r"|internships)"
        r" (?:~ )?(?:available|open|free|vacant)(?: ~ (?:in|at|with|on|for))?",
        r"(?:any|some) (?:\S+ )?(?:openings|vacancies|vacancy|job opening|open positions?|open roles?|jobs"
        r"|internships|paid work)",
        r"(?:anything|something|someone|somebody) (?:open|available|vacant|free) (?:~ )?(?:in|at|on|with"
        r"|for|there"
        r"|i could|that i|to me)",
        r"(?:anything|something) (?:open|available|vacant)(?: \?)?$",
        r"(?:anything|something|a place|a spot|a position|position|positions|a role|roles|a job|job|jobs"
        r"|one|a"
        r" seat|openings?|an? \S+(?: \S+)?|spots?|places?|someone|somebody) (?:ever |soon |should |does "
        r"|will |would )*"
        r"(?:opens?(?: up)?|comes? (?:up|along|open)|becomes? (?:available|free|open|vacant)|turns? up"
        r"|frees? up|pops? up|leaves?|quits?|retires?|steps? down)(?! (?:in|on) (?:your|the) (?:calendar"
        r"|schedule))",
        r"(?:needs?|looking for|look for|lacks?|seeking|seeks|wants?|hiring"
        r"|searching for) (?:\S+ )?(?:an? |any |more |another"
        rf" |extra |some |the |new |good |also |one )*(?:\S+ ){{0,2}}?(?:{TRADE}|hands?|people|staff"
        rf"|help|workers?|person|pair of hands"
        r"|hand|workforce|team members?|colleagues?|members?|someone|somebody|volunteers)",
        r"(?:could|can|would|might) use (?:\S+ )?(?:an extra|a|another|some|more|me|my) ?(?:\S+ )?"
        rf"(?:hands?|help|pair|people|staff|{TRADE}|skills|me|someone|somebody)",
        r"(?:short handed|short of staff|short staffed|understaffed|short of (?:people|hands|workers))",
    ),
    pattern(
        r"(?:think|thinking) of me",
        r"(?:keep|bear|have|hold) (?:me|my name|my (?:\S+ )?(?:number|details|information|profile)|us)"
        r" (?:\S+ )?(?:in mind|on file|in your|on your|on the list|in consideration)",
        r"remember (?:me|my name) (?:~ )?(?:if|when|next time|should|for|once)",
        r"(?:call|contact|phone|text|email|message|tell|write|ring) me (?:~ )?(?:if|when|once|as soon as)"
        r" (?:~ )?(?:need|needs|opens|open|have (?:a|an|any|some)|comes up|hire|hiring|vacan\S+|job"
        r"|position)",
        r"(?:waiting|wait|short|call|hiring|candidate|applicant) list",
    ),
)
_HIRING = (
    pattern(
        r"(?:are|is|be|were|was) (?:~~ )?(?:hiring|recruiting|taking on|taking people|staffing up"
        r"|looking for people"
        r"|accepting applications|looking to hire|taking interns|taking applications|taking new)",
        r"(?:plan|plans|planning|intend|going|want|wants|looking|need|needs|expect|able|likely) (?:~ )?to"
        r" (?:hire|recruit|take on|add (?:people|staff|someone)|expand (?:the|your) team|grow (?:the"
        r"|your) team)",
        r"(?:do|does|will|would|can|could|may|might) (?:you|they|it|your (?:\S+ ){1,3}?"
        r"|the (?:\S+ ){1,2}?)(?:~ )?"
        r"(?:hire|hires|recruit|take on|take interns|accept interns|sponsor)(?! (?:the|people who"
        r"|candidates who))",
        r"(?:do|does|did|if|whether|(?:would|could|can|may|might) (?:you|your)) (?:\S+ ){1,4}?(?:have|has"
        r"|had|got|offer|offers|know of|know"
        r" about|aware of|hear of|hears? about|see) (?:\S+ ){0,3}?(?:openings?|vacanc(?:y|ies)"
        r"|internships?|jobs?|positions?"
        r"|employment|apprenticeships?|paid work|roles?|work)(?! (?:titles?|search|interviews?"
        r"|descriptions?|market|fairs?|club"
        r"|experience|days?|hours|schedule))",
        r"(?:are|is|be|was) (?:there|their) (?:\S+ ){0,4}?(?:openings?|vacanc(?:y|ies)|internships?|jobs?"
        r"|positions?|employment"
        r"|apprenticeships?|work|roles?|opportunit(?:y|ies))(?! (?:to (?:talk|speak|learn|hear|meet)"
        r"|search|fairs?|club))",
        r"there (?:are|is|might be|may be|will be|would be) (?:\S+ ){0,3}?(?:openings?|vacanc(?:y|ies)"
        r"|internships?|positions?)",
        r"(?:any|some) (?:\S+ )?(?:openings?|vacanc(?:y|ies)|internships?|positions?|jobs?|roles?|paid work)",
        r"know of (?:\S+ ){0,3}?(?:job|jobs|work|position|positions|role|roles|place|places|someone hiring)",
        r"(?:is|are) (?:~~ )?(?:looking for|in need of|short of|seeking|searching for) (?:~ )?"
        rf"(?:people|workers?|staff|help|interns?|someone|somebody|anyone|new|another|{TRADE})",
        r"how (?:can |could |do |to |may |should )?(?:i|one|somebody|someone) (?:can |could )?(?:enter"
        r"|get into|get in|get inside|join|work (?:for|at|in)|apply"
        r"|become part|become one) (?:~ )?(?:your|you)",
        r"how many (?:~~ )?(?:taking on|hiring|hire|take on|need)",
        r"(?:any|some|your|a) (?:chance|possibility|opportunity|way|hope) (?:~ )?(?:of|for|to get|to find"
        r"|at|to)"
        r" (?:~ )?(?:job|working (?:for|with|at|under)|work (?:for|with|at|under)|internship|join|joining"
        r"|position"
        r"|employment|hired)(?! shadow)",
        r"(?:got|have) (?:any|some|work)(?: for me)?(?: \?)?$",
        r"(?:new|more|extra|another) (?:~ )?(?:employees?|hires|staff member|team members?)"
        r" (?:~ )?(?:needed|wanted|\?)",
        r"(?:could|can|may|might) i (?:~ )?(?:work|intern|start|join|help out|apply|volunteer)"
        r"(?! (?:out|on|through|around|with your schedule|a call|by|you for|a time|you on|you by|you over))",
    ),
)
_JOIN = (
    pattern(
        rf"{WISH}{TO} (?:\S+ ){{0,3}}?(?:work|working|intern|interning|serve|contribute|train|cook"
        rf"|drive|code|build|help"
        rf"|start|join|joining|belong|grow) (?:~ )?(?:for you|with you|under you|beside you|alongside you"
        rf"|together you"
        rf"|together with you|there|at your|in your|on your|with your|for your|under your|among your"
        rf"|to your|your"
        rf"|you\b|here|{YOUR_PLACE})",
        rf"{WISH}{TO} (?:\S+ ){{0,2}}?(?:be|become|being) (?:~ )?(?:{TRADE}|part|member|one) (?:of|at"
        rf"|in|on|for|with) (?:~ )?"
        rf"(?:your|you|{YOUR_PLACE})",
        rf"{WISH}{TO} (?:\S+ ){{0,2}}?(?:be|become|being) your (?:\S+ )?{TRADE}",
        r"(?:interested|interest) in (?:~ )?(?:working|joining|a (?:job|role|position)|the (?:job|role"
        r"|position|opening)"
        r"|any (?:job|role|position|opening)s?|being part|becoming part|becoming a|employment|an internship"
        r"|internship)(?: ~ (?:at|with|for|in|on|there|your))?",
        r"my (?:\S+ )?(?:dream|goal|hope|wish|aim|plan) (?:is|has been|was) (?:~ )?(?:to )?(?:work|join"
        r"|be|become|get)"
        r" (?:~ )?(?:for you|with you|under you|at your|in your|on your|your|there|with your)",
        r"(?:dream|ideal|perfect|next) (?:job|employer|workplace|boss) (?:~ )?(?:is"
        r"|would be) (?:~ )?(?:you|your|there)",
        r"(?:come|coming|be|get|join|jump|hop) (?:on board|aboard)",
        r"(?:call|have|make) you (?:as )?(?:my|a) (?:\S+ )?(?:boss|employer|supervisor)",
        r"(?:have you as|be my|you were my|you as) (?:my |a )?(?:boss|employer|supervisor)$",
    ),
)
_INFO = pattern(
    r"(?:hear|learn|know|understand|find out|tell me|explain|describe|ask(?: you)? about"
    r"|asking(?: you)? about|wonder"
    r"|wondering|curious|share|compare) (?:~~ )?(?:how|what|why|where|when|about|who|which|from|more"
    r"|between)",
    r"(?:how|why|what|where|when) (?:~ )?(?:you|people|newcomers|one|others|someone|somebody|a person"
    r"|they|women"
    r"|immigrants|your|hiring|employers|managers|companies|students|beginners|graduates|nurses)",
    r"(?:advice|tips|guidance) (?:~ )?(?:for|on|about|to)",
)
_SOFTENED = pattern(
    r"advice", r"tips", r"guidance", r"(?:how|what) (?:\S+ )?(?:people|newcomers|employers|others)"
)
_LOOKING = pattern(r"(?:looking|look|searching|search|hunting|seeking|hoping) (?:~~ )?(?:job|jobs|work)")
_INNOCENT = pattern(
    r"job (?:search|searching|shadow\S*|titles?|market|fairs?|interviews?|club|hunting|hunt|descriptions?"
    r"|seekers?)",
    r"(?:opening|opened|opens) (?:a|an|your|the|up your|remarks|night|day|of|speech|hours|ceremony)",
    r"(?:openings?|place|spots?|room|space|slots?|something|anything|time|gap) (?:\S+ ){0,2}?"
    r"(?:in|on) your (?:\S+ )?(?:calendar|schedule|diary|week|day)",
    r"(?:join|joining) you (?:on|for|when|during)",
    r"(?:place|spot|room|space|chair|seat|desk|bench|parking|corner|opening)s? for (?:me|us|one|both|two"
    r"|my \S+|another|one more)(?: \S+)? (?:in|at|on|near|by) (?:your|the) (?:\S+ )?(?:while|when|during"
    r"|to (?:sit|talk|park)|as|so)",
    r"someone to (?:explain|tell|talk|speak|ask|listen|teach|show)",
    r"(?:room|place|space|chair|seat) for (?:~ )?(?:chair|chairs|interpreter|dog|wheelchair|stroller|bike"
    r"|car|question|questions)",
    r"(?:offer|give|find|name|suggest|send|propose) (?:me|us) (?:\S+ )?(?:date|day|time|slot|dates|times"
    r"|hour|moment|link)",
    r"(?:join|joining) your (?:~ )?(?:walks?|tours?|class|webinar|zoom|call|talk|workshop|lunch|coffee"
    r"|session|meeting)",
    r"(?:opportunity|opportunities|chance) (?:to|for) (?:\S+ )?(?:talk|speak|hear|learn|meet|ask|listen"
    r"|chat|visit|see"
    r"|discuss|connect|thank)",
    r"keep in mind (?:that|my)",
    r"(?:need|needs|want|wants|looking for) (?:~ )?(?:information|details|time|advice|english|the chance"
    r"|words)",
    r"think of me as",
    r"(?:hard|easy|harder|easier|difficult|possible|long|usual|common) (?:\S+ ){0,3}?to (?:find|get"
    r"|land) (?:\S+ ){0,2}?(?:job|work|position|internship)(?! (?:at|with|in|on|under) your)",
    r"(?:work|find work|find a job|get a job|join)(?: as an? \S+| in (?:this|the|a) \S+"
    r"| a \S+ like yours)? (?:one day|someday|in \S+ years|after (?:school|graduation|college))",
    r"join a (?:field|trade|profession)",
    r"(?:\d+|am|pm|days?|mornings?|afternoons?|evenings?|nights?|weekends?|weekdays?|times?|dates?"
    r"|\S+days?|noon|both|all|either|that|which|week) (?:\S+ ){0,2}?works?"
    r" (?:\S+ )?for (?:me|you)",
    r"(?:is there|there is) an opening in your (?:calendar|schedule|day|week)",
    r"openings? (?:~ )?in my (?:\S+ )?\S+",
    r"(?:an? )?(?:hour|half hour|minutes) (?:\S+ )?openings?",
    r"add me (?:~ )?(?:on|to) (?:linkedin|your (?:network|contacts))",
    r"seek (?:\S+ )?(?:guidance|advice|counsel|wisdom)",
    r"(?:free|open|empty|available) (?:spot|slot|place|moment|time|hour|space) (?:on \S+day|this|next"
    r"|tomorrow|at \d|in the)",
)


def find(draft: Draft) -> str | None:
    """The words that ask for work, as typed; None where nothing does."""
    draft = without_aims(draft)
    for sentence in draft.sentences:
        for clause in sentence.clauses:
            quote = _in_clause(clause, sentence.whole)
            if quote is None and not asks_favour(clause, sentence):
                quote = hints_at_work(clause)
            if quote is not None:
                return quote
    return find_act(draft) or find_job_subject(draft) or taken_back(draft)


def _in_clause(clause: Passage, sentence: Passage) -> str | None:
    innocent = [match.span() for match in _INNOCENT.finditer(clause.words)]
    for match in _matches(clause, _HIRING):
        if not _is_within(match, innocent):
            return clause.quote(*match.span())
    told = next(_INFO.finditer(clause.words), None)
    for match in _matches(clause, (*_ASKS, *_JOIN)):
        if _is_within(match, innocent) or (told is not None and told.start() < match.end()):
            continue
        if _LOOKING.search(match[0]) and _SOFTENED.search(sentence.words):
            continue
        return clause.quote(*match.span())
    return None


def _matches(clause: Passage, expressions: tuple[re.Pattern[str], ...]) -> Iterator[re.Match[str]]:
    for expression in expressions:
        yield from asserted(expression, clause)


def _is_within(match: re.Match[str], innocent: Sequence[tuple[int, int]]) -> bool:
    return any(start < match.end() and match.start() < end for start, end in innocent)
