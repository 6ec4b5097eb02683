"""J2 and J3: does the message ask for a referral, or push a resume?"""

from bot.guidance.outreach.acts import find_favour
from bot.guidance.outreach.clauses import Draft, Passage, Sentence
from bot.guidance.outreach.hints import hints_at_referral
from bot.guidance.outreach.leftovers import find_hirer_subject
from bot.guidance.outreach.patterns import asserted, first, pattern

_HIRER = (
    r"(?:~~ )?(?:recruiters?|recruiting|recruitment|hiring|hr|human resources|managers?|boss|bosses"
    r"|director|supervisor"
    r"|head|chief|owner|principal|lead|leader|foreman|superintendent|chef|captain|committee|department"
    r"|whoever|talent"
    r"|staffing|selection|panel|decision|employer|foreperson|dean|president|editor)"
)
_TO_ONE = rf"(?:to|with|by|for|at|from|of) {_HIRER}"
_ABOUT_ME = r"(?:about me|of me|for me|on my behalf|my name|that i|who i|how i|i am|how good)"
_MINE = (
    r"(?:my|the|our) (?:\S+ )?(?:name|profile|details|information|info|contact|contacts|number|linkedin"
    r"|portfolio|application"
    r"|link|candidacy|email|message|note|letter|work|qualifications|background)"
)
_OTHERS = (
    r"(?:a|an|another|anyone|anybody|any|someone|somebody|other|others|some|one of your colleagues|people"
    r"|books?|the right"
    r" (?:person|book|website)|your colleagues?|a colleague|articles?|courses?|resources?)"
)
_REFERRAL = (
    pattern(
        rf"(?:refer|refers|referring) (?:me|us|myself)(?! to (?:you(?!r)|{_OTHERS}))",
        rf"(?:refer|refers|referring) me to {_OTHERS} (?:~~ )?(?:who has|who have|hires?|hiring"
        rf"|recruiters?|job|position|role|opening"
        r"|vacancy|interview|manager|hr)",
        r"refer to me",
        r"(?:say|tell (?:them|him|her|people)|mention|write) (?:~ )?(?:you sent me|you referred me"
        r"|you recommended me|you know me|i know you|we know each other)",
        r"tell (?:\S+ ){1,3}?i (?:would be|am|will be) (?:\S+ )?(?:good|great|perfect|right|ready|honest"
        r"|hard|reliable|interested)",
        r"(?:referral|recommendation) (?:from|by) (?:an? |any |some |current )*(?:employee|insider|staff"
        r"|member|worker|colleague)",
        r"(?:a|any|your|the|my|internal|employee|for|give|get|need|want) (?:\S+ )?(?:referral|referrals)"
        r"(?! (?:from|by) (?!you))",
        r"(?:recommend|recommends|recommending|endorse|endorsing|vouch for|vouching for|sponsor|nominate"
        r"|suggest|propose"
        r"|advocate for|speak up for|stand up for|put forward|back|champion|push for|fight for|root for)"
        r" (?:me|my name|my application|us|someone like me)(?! (?:a|an|any|some|other|to you|books?|good"
        r"|something|places?|what"
        r"|which|someone|somebody|people|the best|how|where|one|more|your favorite)\b)",
        r"(?:letter of|write (?:~ )?|a|your|good) (?:recommendation|reference)(?: letter)?"
        r" ?(?:for me|for my|to your|to the|letter|for the)",
        r"(?:recommendation|reference) (?:letter|from you|by you)",
        r"(?:use|give|put|list|name|have|be|as) (?:you |your name )?(?:\S+ )?(?:as )?(?:a|my|as) reference",
        r"(?:your|good|kind|nice|positive|strong|a|one|few) words? (?:~ )?(?:for me|on my behalf|about me"
        r"|from you(?! (?:in|at|on|during|years|last|once|about)(?!\S))"
        rf"|{_TO_ONE})",
        r"(?:put|putting|say|drop|give) (?:in )?(?:a |some |any )?(?:good |kind |nice |quick "
        r"|positive )?(?:words?|thing|things|something"
        r"|something nice|something good)(?: in)?(?: \S+){0,3} (?:for me|about me|on my behalf|to your"
        r"|to the|with your|with the|for my)",
        r"put in a (?:good )?word(?! for (?!me|my|us))",
        rf"(?:mention|mentioning|drop|remember) (?:me|my name|my application)(?: \S+){{0,2}}? {_TO_ONE}",
        r"(?:mention|drop|bring up|pass on|pass along|pass around|share|flag|float|spread) my (?:name"
        r"|application|interest)",
        rf"(?:introduce|introducing|connect|connecting|put|present|presenting|link|bring|direct|hook|get"
        rf"|point|send) me"
        rf"(?: up)?(?: in touch| in contact)? (?:to|with|in front of|before|towards) {_HIRER}",
        rf"(?:introduction|intro|connection|line) (?:to|with) {_HIRER}",
        rf"(?:speak|talk|put|write|call|nod|whisper|tell|ask|email|message|inform|contact|nudge|convince"
        rf"|remind)"
        rf" (?:\S+ )?(?:to |with |in to )?(?:your|the|whoever|their) {_HIRER} (?:~~ )?{_ABOUT_ME}",
        rf"(?:tell|ask|convince|persuade|inform|let|remind) (?:your|the|whoever|somebody|someone|people"
        rf"|them|him|her)"
        rf" (?:~~ )?{_ABOUT_ME}",
        rf"(?:nudge|push|word|note|call|line|hint|tip|email|message|mention|introduction|recommendation|nod)"
        rf" (?:from you )?to {_HIRER}",
        rf"(?:share|sharing|pass|passing|forward|forwarding|send|sending|give|giving|show|showing|hand"
        rf"|submit|drop|get|bring"
        rf"|present|recommend|put) {_MINE} (?:~ )?(?:to|with|along|on|on to|around|in front|into|in|over"
        rf"|before|forward|through)",
        rf"(?:pass|send|forward|hand|give|share) (?:me|this|it) (?:on |along )?(?:to|with) {_HIRER}",
        r"(?:get|getting|help) (?:me|my foot|my application|my name|my profile) (?:~ )?(?:in the door"
        r"|inside|in|noticed|seen|past"
        r"|through|an interview|to the top|hired|an offer|on the list|accepted|selected|chosen)",
        r"(?:inside|insider) (?:help|support|contact|track|referral|recommendation)",
        r"(?:pull|pulling) (?:some |a few |any )?strings?",
        r"(?:support|back|boost|push|flag|sponsor|approve|move|look into|follow up on|check on|help with"
        r"|put weight behind|help) my"
        r" (?:\S+ )?(?:application|candidacy|candidature|bid)",
        r"(?:help|support|influence) (?:~ )?with my (?:job )?application",
        r"(?:use|using|give|write|put|mention|add|include) your name (?:~~ )?(?:application|reference"
        r"|form|cover letter|interview|apply|i apply)",
        r"(?:drop|give|put|pass|remember|mention|whisper|keep|have|slip|forward|bring up|share|add|submit"
        r"|note|throw|toss|get|leave|send|carry|say|know) (?:~ )?my name"
        r"(?! (?:is|tag|badge|at the door|on the (?:guest|visitor|door)|right|correctly|wrong|from the))",
        r"(?:make|making|arrange|do|get|want|need|love|appreciate|hoping for|for|with) (?:an?|the|any"
        r"|some|your|warm|me an?) (?:\S+ )?(?:introductions?|intros?)"
        r"(?! (?:class|course|to (?:the|a) (?:field|subject|topic|trade)|session|book))",
        r"(?:nudge|boost|leg up|hand up|push|plug|shout ?out|thumbs up|good report|endorsement|two cents"
        r"|help)"
        r" (?:~ )?(?:with|to|from|at|for|on|inside) (?:~ )?(?:hiring|hr|recruit\S*|the (?:inside|right)"
        r"|someone inside|me|my application|the people|my name|the pile|somebody|whoever)",
        r"(?:nudge|prod|poke|ping|push|tip off|lean on|bug|sway|persuade|convince) (?:\S+ )?(?:somebody"
        r"|someone|anyone|them|him|her|whoever|your (?:boss|manager|colleagues?|recruiter|team|hr))",
        r"in my (?:favor|favour|corner)(?! (?:too|anyway|when))",
        r"referral bonus\S*",
        r"your name (?:\S+ ){0,2}?(?:when|while|as|if) (?:i )?(?:apply|applying|interview\S*)",
        r"(?:speak|talk|plead|ask|intercede|argue|appeal|call|write|go) (?:\S+ ){0,4}?(?:for me"
        r"|on my behalf)(?! (?:to|about (?:your|the)))(?= [,.?!]|$| (?:at|with|in|when|as|because|so"
        r"|please))",
        r"(?:vouch|vouching|speak up|stick up|put in a plug|go to bat|testify|advocate|lobby"
        r"|campaign) for (?:me|us|my)",
        r"(?:walk|take|bring|carry|march) (?:me|it|my \S+) (?:over|up|upstairs|across|down|in) (?:to|and)",
        r"(?:be|act as|serve as|stand as|count as|become|list you as|name you as|put you (?:down )?as"
        r"|give you as|use you as|you as|need|want|require|for) (?:an?|one of my|my|two|three|one|of my"
        r"|your|the) (?:\S+ )?references?"
        r"(?! (?:book|desk|library|librarian|number|manual|section|to|point|letter|for (?:a|my) (?:paper"
        r"|class|thesis)))",
        r"refer(?:ral)? (?:code|link|bonus|program|form)",
        r"(?:you|please) (?:could |can |would |might |to |please )*(?:recommend|refer|endorse|vouch"
        r"|advocate|speak for me|speak up)"
        r"(?: for me| me)?(?: ,| \?|$)",
        r"(?:be|as) my (?:reference|referee|referrer|advocate|sponsor)",
        r"(?:ask|get|persuade|convince) (?:~ )?(?:your|the) (?:~ )?(?:boss|manager|recruiter|director"
        r"|team|hr) (?:~ )?to (?:~ )?"
        r"(?:me|my)",
    ),
)

_PAPER = (
    r"(?:resumes?|cvs?|curriculum vitae|cv vitae|vitae|biodata|bio data|resmue|rsume|cvee"
    r"|curriculums?|resumè)"
)
_MY_PAPER = rf"(?:my|the|a|this|our|of my|current|updated|short|full|copy of my) (?:\S+ ){{0,2}}?{_PAPER}"
_PUSH = (
    r"(?:attach|attached|attaching|attachment|enclose|enclosed|enclosing|include|included|including|send"
    r"|sending|sent"
    r"|forward|forwarding|share|sharing|shared|pass|passing|give|giving|hand|handing|drop|dropping|leave"
    r"|left|submit"
    r"|bring|bringing|email|emailed|emailing|mail|mailed|upload|uploaded|uploading|download|post|posted"
    r"|put|putting|add|added|adding|link|linked|linking"
    r"|circulate|distribute|deliver|find|see|read|view|review|check|look at|look over|look through|look"
    r"|take a look at"
    r"|open|consider|here is|here are|here|below|have|get|show|showing|keep|file|print|accept|receive"
    r"|below|drop off|paste|pasted|pasting"
    r"|provide|providing|submitted|glance|glance at|run|slip|place|set|presenting|present|take)"
)
_RESUME = (
    pattern(
        rf"{_PUSH} (?:\S+ ){{0,5}}?{_MY_PAPER}",
        rf"{_PUSH} {_PAPER}",
        rf"{_MY_PAPER} (?:\S+ ){{0,5}}?(?:attached|enclosed|below|here|link|linked|included|attachment"
        rf"|file|reach|reaches|gets to"
        rf"|online|link|pdf|available|request|forwarded|passed|sent|seen|is at|can be found|in case|along"
        rf"|for your|for you"
        rf"|to (?:~ )?(?:manager|recruiter|hr|boss|team|director|people)|: link|follows|ready|accompanies"
        rf"|comes with)",
        rf"{_PAPER} (?:is |are )?(?:also |now |just )?(?:attached|enclosed|below|included|in attachment"
        rf"|at link|: link|link)",
        rf"(?:attached|enclosed|attachment|link to) (?:~ )?{_PAPER}",
        rf"(?:with|along with|together with|plus) my (?:\S+ )?{_PAPER}$",
        rf"my (?:\S+ ){{0,2}}?{_PAPER}",
        rf"{_PAPER} (?:in|to|is|at|on|as|by|file|pdf|attach|follow|follows) (?:\S+ ?){{0,2}}?(?:attach\S*"
        rf"|follow|follows|comments|file|desk|link|pdf|below)",
        rf"{_PAPER} attach\S*",
        rf"{_PAPER} : \S+",
        r"references (?:are )?available (?:on|upon) request",
        r"(?:attached|enclosed|attach|enclose|attaching|enclosing|append"
        r"|appended)(?! (?:\S+ ){0,3}?(?:importance|value|weight|meaning|significance|to|is a|are (?:two|some"
        r"|the|my) (?:photos|questions)|a photo|photos?|pictures?|questions|the article|an article|article"
        r"|poster|map|agenda|drawings?|flyer|flier|screenshot|essay|report|list|sketch|recipe|strings?"
        r"|great|much|no|it ?$))(?: \S+)?",
        r"(?:in|see|open|as|the|an|find|with) (?:the |an |a |my |this )?(?:file i|attachments?|pdf|docx"
        r"|word file|word document)(?! (?:photo|of (?:the|your|our)|article|questions))",
        r"(?:see|open|read|view|look at|check|find) (?:the |this |my )(?:attached )?(?:file|document|doc"
        r"|page|sheet|one pager)(?! (?:cabinet|on your|of your))",
        r"my (?:\S+ ){0,3}?(?:work history|job history|employment history|life on a page|credentials"
        r"|qualifications|certificates|one pager|linkedin profile|personal statement|cover letter"
        r"|letter of (?:motivation|interest|intent))"
        r"(?! (?:began|begins|started|is (?:strange|odd|long|short)|class|in (?:my|your)))",
    ),
)
_ABOUT_RESUMES = pattern(
    rf"(?:how|what|why|advice|tips|workshop|workshops|class|write|writing|wrote|rewrote|fixed|improved"
    rf"|improve|changed|corrected|built|build|format|formatting) (?:~~ )?{_PAPER}",
    rf"{_PAPER} (?:workshops?|writing|advice|tips|class|clinic|help|reviews?|gap|gaps|format|formats"
    rf"|screening|software|template|templates|talk)",
    r"resume (?:our|the|this|that|your|my) (?:\S+ )?(?:conversation|talk|chat|discussion|work|studies"
    r"|career|research|story|call|meeting"
    r"|education|practice|training|class|project)",
    r"to resume",
    rf"your (?:\S+ )?{_PAPER}",
)
_NAMES_PAPER = pattern(rf"{_PAPER}")
_HERE_ANYWAY = pattern(
    r"here it is",
    r"it is attached",
    r"attached",
    r"enclosed",
    r"it is below",
    r"find it",
    r"here you (?:have|go)",
    r"(?:have |am )?attach\S+ (?:it|one|mine)",
    r"i (?:send|attach|include|put) (?:it|one|mine)",
    r"mine (?:is|follows|comes|too|in|below|here)",
    r"(?:is|are) in the (?:\S+ )?(?:message|mail|email|note|file|thread|chat|comment|comments|link|next"
    r"|folder|drive)",
)
_NO_PAPER = pattern(
    rf"(?:no|without an?|without any|zero) (?:\S+ )?{_PAPER}",
    rf"{_PAPER} (?:\S+ )?(?:stays?|remains?|is staying) (?:at home|here|with me|in the drawer|home|out of"
    rf"|put)",
)
_HANDS_OVER = pattern(
    r"(?:hand|give|send|pass|forward|bring|leave|show|email|mail|slip|drop|attach|print|share|deliver"
    r"|read|look at|take) (?:it|them|him|one|copies|copy|a copy|you one|you it|you a copy|that|this)"
    r"(?! (?:a try|a thought|a chance|slowly|from me|to heart|for me))",
    r"mine (?:is|follows|comes|in|below|here)",
    r"i (?:also |can |will |would )?(?:give|send|bring|show) (?:to )?you(?= [.,?]|$)",
)


def asks_favour(clause: Passage, sentence: Sentence) -> bool:
    """Whether a clause is about a referral or a resume, so that it need not be read as more than that."""
    return (
        _refers(clause) is not None
        or _pushed(clause) is not None
        or _pushed_anyway(clause, sentence) is not None
    )


def _refers(clause: Passage) -> str | None:
    return first(_REFERRAL, iter((clause,))) or hints_at_referral(clause)


def find_referral(draft: Draft) -> str | None:
    """The words that ask to be referred or recommended, as typed; None where nothing does."""
    phrase = next((quote for clause in draft.clauses if (quote := _refers(clause))), None)
    return phrase or find_favour(draft) or find_hirer_subject(draft)


def find_resume(draft: Draft) -> str | None:
    """The words that attach a resume or have it passed on, as typed; None where nothing does."""
    for sentence in draft.sentences:
        for clause in sentence.clauses:
            if _NO_PAPER.search(clause.words):
                continue
            quote = _pushed(clause) or _pushed_anyway(clause, sentence)
            if quote is not None:
                return quote
    return _handed_over(draft)


def _handed_over(draft: Draft) -> str | None:
    """A resume named in one sentence and handed over in the next ("I made a CV. I'll hand it to you")."""
    named = 0
    for clause in draft.clauses:
        quote = first((_HANDS_OVER,), iter((clause,))) if named else None
        if quote is not None:
            return quote
        is_named = _NAMES_PAPER.search(clause.words) and not _IS_VERB.search(clause.words)
        named = _NEAR if is_named else max(named - 1, 0)
    return None


_NEAR = 4
"""Clauses after a resume is named in which "it" still means the resume."""

_IS_VERB = pattern(
    r"(?:to|we|i|you|they|could|can|will|would|us|classes|lectures) resumes?",
    rf"your (?:\S+ )?{_PAPER}",
)


def _pushed(clause: Passage) -> str | None:
    subject = next(_ABOUT_RESUMES.finditer(clause.words), None)
    for expression in _RESUME:
        for match in asserted(expression, clause):
            if subject is None or subject.end() <= match.start() or subject.start() >= match.end():
                return clause.quote(*match.span())
    return None


def _pushed_anyway(clause: Passage, sentence: Sentence) -> str | None:
    """A resume named in one clause, attached in another ("one should not send a CV, but here it is")."""
    if not _NAMES_PAPER.search(sentence.whole.words) or _ABOUT_RESUMES.search(sentence.whole.words):
        return None
    return first((_HERE_ANYWAY,), iter((clause,)))
