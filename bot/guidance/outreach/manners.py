"""W1, P1, G1 and N1: a reason for this person, good manners, what to learn, and who is writing."""

from itertools import pairwise

from bot.guidance.outreach.clauses import Draft, Passage
from bot.guidance.outreach.patterns import pattern
from bot.guidance.outreach.wordsets import word_set

_GENERIC = (
    r"(?:time|profile|advice|help|convenience|schedule|calendar|availability|answer|answers|kindness"
    r"|reply|response|choice|patience"
    r"|email|inbox|name|linkedin|page|insight|insights|guidance|support|attention|consideration|view"
    r"|views|thoughts|day|week|weekend|office"
    r"|phone|number|network|generosity|interest|wisdom|input|feedback|opinion|perspective|permission"
    r"|understanding|call|message"
    r"|busy|kind|very|earliest|valuable|precious|convenient|free|best|own|preferred|most|impressive"
    r"|amazing|great|wonderful|good"
    r"|excellent|review|favor|experience|expertise|knowledge|achievements|accomplishments|success"
    r"|professional|position|opportunity|boss)"
)
_WEAK_NOUN = (
    r"(?:career|work|company|team|path|story|background|experience|job|field|organization|firm|department"
    r"|industry|position|role"
    r"|journey|business|life|route|way|transition|profession|place|group|practice|school|decision|choice)"
)
_ABOUT = (
    r"(?:in|on|at|from|as|with|into|for|about|after|before|of|between|since|through|among|during"
    r"|across|under)"
)
_DID = (
    r"(?:moved|went|came|came to|switched|changed|left|led|lead|built|build|made|wrote|write|said|say"
    r"|told|tell|gave|give (?:talks|classes|tours)|spoke|showed|started|founded|opened"
    r"|run|ran|work|worked|works|teach|taught|manage|managed|designed|design|created|became|become"
    r"|studied|study|graduated|grew|held|hold|put|explained|explain"
    r"|trained|train|help|helped|organized|organised|organize|lead|coach|coached|painted|paint|wire|wired"
    r"|drove|drive|sing|sang|played|play|cook|cooked|bake|baked|make|sell|sold"
    r"|use|used|published|recorded|posted|shared|answered|judged|hosted|host|visited|won|served|serve"
    r"|spent|turned|learned|raised|restored|restore|repair|repaired|fix|fixed"
    r"|catalog|translate|translated|interpret|edit|edited|know|knew|live|lived|brought|supervise"
    r"|supervised|head|direct|directed|volunteer|volunteered|begin|began|took|take care"
    r"|carve|carved|climbed|own|owned|handle|handled|hired|hire|recruited|recruit|test|tested|plan"
    r"|planned|roast|research|researched|discovered|invented|developed|develop|program"
    r"|code|coded|launched|launch|saved|transferred|transfer|retrained|crossed|survived|earned|finished"
    r"|passed|do (?:payroll|the|this work|it for|research|that)|do this|were|was|have (?:been|worked|led"
    r"|built|recruited|done|written|the|run|\d)"
    r"|have a (?:shop|restaurant|store|clinic|bakery|farm|business|company in)|once|now|both|also"
    r"|too (?:came|are|were|went|studied|moved)|all|are (?:now|the|an?|one|in|at|from|both|also|our|known"
    r"|among|my|nurse|chef|city|engineer|driver|trainer|manager|director|doctor|teacher|same|still|as"
    r"|working|running|teaching|leading|the only|making|someone|somebody|director|president)|started"
    r"|keep bees|keep|see how|see|grow|fly|flew|swam|swim|dance|danced|sew|sewed|weld|breed|care for"
    r"|cared|treat|treated|audit|audited|argue|argued|defend|defended|represent|represented|report"
    r"|reported|photograph|photographed|film|filmed|act|acted|sang|sailed|farm|farmed|fish|fished|mentor"
    r"|mentored|advise|advised)"
)
_SPECIFIC = pattern(
    rf"your (?!{_GENERIC}(?!\S)|{_WEAK_NOUN}(?!\S))(?!(?:\S+ )?(?:{_GENERIC}|{_WEAK_NOUN})(?: [.,?!]|$))\S+",
    rf"your (?:\S+ ){{0,3}}?(?:{_WEAK_NOUN}|experience|profile|position) {_ABOUT} (?!you |me |my |this "
    rf"|it )\S+",
    r"your (?:decision|choice|move|switch|change|promotion|transition|path|journey|way|route"
    r"|career) (?:to|from|in|into|out) \S+",
    r"your (?:talk|post|article|book|blog|podcast|video|paper|report|lecture|class|course|interview|story"
    r"|project|research|webinar|exhibit|panel|speech)s?",
    rf"(?<!how )(?<!when )(?<!if )(?<!whether )(?<!why )(?<!what )you (?:also |once |just |now |both "
    rf"|first |recently |already |still |were |yourself |two |all )?{_DID}(?! (?:time|free|available|busy"
    rf"|well|open|interested|willing|able|doing|kind|the (?:day|time)|to (?:choose|talk|speak|meet)"
    rf"|a (?:good|great|nice|moment|minute|chance)))",
    r"(?:how|when|why|what) you (?:moved|went|switched|came|turned|left|changed|became|combine|got"
    r"|started|built|made|run|teach|design|manage|use|founded|began|said|moved on) (?:\S+ ){0,4}?(?:from"
    r"|at|to|into|in|for|after|about|while|without|an?|the) \S+",
    r"(?:what|why|which) you (?:said|told|wrote|showed|explained|taught|shared|posted|learned)",
    r"as you (?:did|do|have|were|are|once|know)",
    r"like (?:you|yours|yourself|your)(?: (?:once|were|did|and|from|i|came|are|also|went|moved|do|have))?",
    r"(?:you and i|you and me|we both|both of us|we are both|we share|both from|same (?:\S+ ){0,3}?(?:as"
    r"|like|of|with) (?:you|me|my|yours)|we (?:\S+ )?(?:met|talked|worked|went|studied|spoke|were|sat"
    r"|shared|have|come|are) (?:\S+ ){0,3}?(?:same|at|in|together|both|from|common|on))",
    r"(?:we|you and i|both of us) (?:~ )?same",
    r"same (?:school|program|town|city|country|college|university|village|teacher|tribe|way|path|hometown"
    r"|high school|position|church)",
    r"(?:fellow|alum|alumni|alumna|alumnus|classmate|classmates|countryman|compatriot|neighbor|neighbour"
    r"|schoolmate|also from|also went|also studied|also came)",
    r"(?:told|tell|tells|said|say|says|mentioned|suggested|suggest|recommended|recommends|introduced"
    r"|referred|gave|give|gives|pointed|directed|sent|connected|spoke|speaks|praised|passed|shared|thinks"
    r"|thought|advised|encouraged|urged|knows|know|heard)"
    r" (?:~ )?(?:me |us |my class |our class )?(?:about |of |to |that |your |warmly of |highly of "
    r"|know )?(?:you|your|yours|i write|i contact|i speak|i talk|i reach)(?! (?:\?|again|soon))",
    r"(?:referred|introduced|recommended|directed|pointed|sent|suggested) (?:to (?:you|your)|by \S+)",
    r"through (?:my|our|a mutual) (?:friend|teacher|cousin|professor|neighbor|classmate|colleague|advisor"
    r"|uncle|aunt|sister|brother)",
    r"because you (?!are (?:busy|kind|great|successful|nice|professional|good|very)|have (?:a )?(?:good"
    r"|great|nice|much|lots?|experience))\S+",
    r"since you (?!are (?:busy|kind))\S+",
    r"(?:read|saw|seen|heard|watched|attended|followed|follow|enjoyed|loved|love|use|used|admire|admired"
    r"|noticed|learned|listened|look|remember|know|tried|visited|toured|bought|borrowed|studied|found"
    r"|discovered|liked|understand)"
    r" (?:~ )?(?:that |how |when |where |to |about |of |from |in |at )?(?:you (?!on |in the internet"
    r"|online|through|profile)(?:\S+)|your (?!profile|linkedin|page|name|email|experience(?: [.,]|$)"
    r"|success|advice|time|career(?: [.,]|$)|background(?: [.,]|$)))",
    r"you (?:\S+ )?(?:at|of|from|for) the \S+",
    r"(?:only|first|best|right) (?:person|one|woman|man|name|people|\S+) (?:\S+ ){0,4}?(?:who|to|from|at"
    r"|in|i)(?! (?:help|talk|meet))",
    r"(?:\w+ed|taught|had|known|knows|knew|sang|rode|spoke) (?:with |under |for |alongside "
    r"|beside )?you (?!for (?:your|the) time|know|if|when|soon|again|to|at a|in advance|that|a|because i"
    r"|will)\S+",
    r"after (?:trying|tasting|seeing|reading|hearing|watching|attending|visiting) \S+",
    r"(?:fascinated|amazed|impressed|moved|struck|curious) (?:by|with|about|at) (?:how|what|why) you \S+",
    r"(?:sent|referred|pointed|directed|steered|introduced|recommended|brought) (?:me|us)(?: (?:to you"
    r"|your way|here))?(?= [.,:?!]|$)",
    r"you , an? \S+",
    r"you do (?:an? |such an? )?(?:\S+ )?(?:job|work) (?:of|on|at|for) (?!you|my|me)\S+",
    r"(?:someone|somebody|the person|the one|a person|the (?:man|woman)) who (?:ran|led|did|built|runs"
    r"|leads|does|made|wrote|founded|taught|worked|works|teaches) (?:\S+ ){0,3}?(?:at|in|for|of|the|our"
    r"|it)",
    r"(?:i was (?:at|in)|was in) your \S+",
    r"your \S+(?:day|days) \S+",
    r"(?:class|school) of (?:'?\d\d|\d{4})",
    r"\S+ (?:at|from|of|in) (?:the )?\S+(?: \S+){0,2} sent me",
    r"you (?:do|did) (?:a|an|such a) \S+ job (?:of|with|at|on) \S+",
    r"how you ,",
    r"you and (?:my|our|his|her) \S+",
    r"how did (?:an?|the) \S+ (?:\S+ )?(?:end|become|get|come|turn|go|wind)",
    r"(?:someone|somebody|a person|one|people) who (?:ran|led|built|made|taught|worked|managed|started"
    r"|founded|has|was|did|knows|spent|runs|teaches|leads|wrote|moved|came) (?:\S+ ){0,4}?(?:at|for|in"
    r"|from|with) \S+",
    r"yours (?:is|was|are|were|has|in|at)",
    r"(?:work|worked|works|working|teacher|trainer|manager|nurse|engineer|director|chef"
    r"|owner) (?:\S+ ){0,3}?(?:in|at|for) your (?:school|company|team|shop|crew|office)",
)
_EMPTY = pattern(
    r"(?:impressed|inspired|amazed|fascinated|interested|interest) (?:~ )?(?:by|with"
    r"|in) your (?:\S+ )?(?:profile|experience|background|career|work|accomplishments|achievements"
    r"|success|company|journey|expertise|resume|path|position|role)(?: and (?:\S+ )?(?:profile|experience"
    r"|background|career|work|accomplishments|achievements|success|skills))?(?= [.,?!]|$| and (?:would"
    r"|want|i|hope))",
    r"(?:came across|saw|found|viewed|looked at|visited|see|read|checked|like|liked"
    r"|noticed) your (?:\S+ )?(?:profile|page|name|linkedin)(?: (?:on|in|at) (?:linkedin|the internet"
    r"|google|slack))?",
    r"you (?:have|had) (?:an? )?(?:\S+ )?(?:good|great|nice|amazing|impressive|interesting|wonderful"
    r"|successful|excellent|beautiful|inspiring|rich|vast|lots?)(?: of)? (?:\S+ )?(?:company|job|career"
    r"|experience|profile|background|life|knowledge|position|work|success)",
    r"(?:learn|hear|know|talk|ask|speak|listen) (?:~ )?(?:about|from) your (?:\S+ )?(?:career|path|work"
    r"|experience|story|job|journey|role|background|field|industry|life|career path|company"
    r"|team)(?: and (?:\S+ )?(?:career|path|work|experience|story|job|journey|role|background|field"
    r"|industry|life|company|team))?(?= [.,?!]|$)",
    r"you (?:may|can|could|would|will|might|shall) \S+",
    r"(?:(?:if|when|whenever|whichever|whatever|time|day) you (?:are|have|like|want|can|prefer|wish|need"
    r"|choose|see fit)|that you (?:like|want|can|prefer|wish|need|choose))(?: \S+)?",
    r"hope (?:~ )?(?:you|your) (?:are|is|have|had) (?:\S+ ?){0,6}",
    r"(?:inspired|impressed|impressive|admire|respect) (?:by )?(?:\S+ )?you(?= [.,]|$)",
    r"how are you(?: doing)?",
    r"your (?:\S+ )?(?:profile|background|career|experience|success|page|story|journey|path) (?:popped|is"
    r"|are|was|looks?|seems?|caught|stood|really|so|truly)(?: (?:so|very|really|truly|just|such|up"
    r"|out))*(?: (?:an? )?(?:\S+))?(?: i (?:dream|want|hope|wish)(?: (?:of|for|to be))?)?",
    r"you (?:seem|look|sound|must be|appear)(?: to be)?(?: (?:so|super|very|really|like))*(?: \S+)?",
    r"everything i (?:dream|want)(?: of)?",
    r"(?:how|what) you (?:got|did|do|started|made|get|began) (?:it|there|started|here|your job|your start"
    r"|that|so far|to where you are)(?: today| now)?",
    r"you are (?:\S+ )?(?:an? )?(?:\S+ )?(?:busy|successful|great|inspiring|kind|expert|experienced"
    r"|professional|good|nice|amazing|impressive|inspiration|doing well|interesting)(?: (?:person|man"
    r"|woman|professional|leader|people|in your field|in this field|in the field))?",
    r"you are (?:well|fine|healthy|free|available|open|willing|able|enjoying|having|there|too|not|so|very)",
    r"i find you",
    r"like you(?= [.,?!]|$)",
    r"(?:person|professional|expert|people|somebody|someone|professionals|leader) like you(?:rself)?",
    r"(?:students?|people|someone|somebody) like (?:me|us)",
    r"thank(?:s| you) (?:\S+ ){0,2}?for your \S+(?: and \S+)?",
    r"at your \S+",
)
_GREETING = pattern(
    r"(?:hi|hello|hey|hiya|heya|yo|sup|what is up|what up|morning|afternoon|evening|good (?:day|evening"
    r"|afternoon|morning|to)|oh|welcome|warm regards|peace be|my dear|dear|dearest|greetings|salutations"
    r"|salam|salaam|assalamu|hola|bonjour|namaste|howdy|yo|sup|what is up|hi there|hey there|respected"
    r"|esteemed|good (?:morning|afternoon|evening|day)|to (?:ms|mr|mrs|dr|whom)|hullo|aloha|shalom|ciao"
    r"|selam|peace)"
)
_NAME_FIRST = pattern(r"(?:(?:mr|mrs|ms|mx|dr|prof|professor|sir|madam|captain|chef|coach) )?\S+(?: \S+)? ,")
_NOT_A_NAME = pattern(
    r"(?:i|you|my|we|as|in|when|if|after|last|the|a|an|please|thanks|thank you|yes|no)(?: \S+)* ?,?"
)
_THANKS = pattern(
    r"(?:thank|appreciat|grateful|gratef|gratitud|obliged|indebt|thx|thnx)\S*",
    r"(?:cheers|ta|blessings|blessed|beholden|in your debt|much obliged|i owe you|would mean|tack|dankie"
    r"|asante|mahalo|xie xie|arigato|kiitos|dziekuje|efharisto|tesekkur)",
    r"(?:thank|thanks|thankyou|thanking|thankful|thankfully|appreciate|appreciated|appreciates"
    r"|appreciation|appreciative|appreciatively|ta|grateful|gratefully|gratitude"
    r"|obliged|indebted|thnk|thanku|thxs|merci|gracias|grazie|danke|salamat|shukran|spasibo|obrigado"
    r"|obrigada|arigato|kudos|means a lot|mean a lot|mean so much|blessed by your)",
)
_RUDE = pattern(
    r"(?<!if )(?<!when )(?<!unless )you (?:must|have to|need to|ought to|better|had better|owe"
    r"|are obliged|should not ignore"
    r"|shall)(?! (?:be (?:busy|so|very|proud|tired|happy)|have (?:\S+ )?(?:good|many|so|seen|been|stories"
    r"|heard|learned|had)|get (?:many|a lot)|know|receive|hear|see|love|feel|like|not (?:feel|answer"
    r"|reply)))",
    r"(?:it is|is) your (?:\S+ )?(?:duty|obligation|job to|responsibility|fault)",
    r"i (?:demand|insist|expect you|expect your|expect an|expect a (?:reply|response|call|yes)|require"
    r"|order you|will not accept|will not take no|deserve)",
    r"(?:do not|dont) (?:you dare|ignore|waste|disappoint|refuse|say no|let me down|be (?:like|rude"
    r"|selfish))",
    r"if you (?:ignore|refuse|do not (?:answer|reply|respond|help|call|write|agree|say yes)|say no"
    r"|decline) (?:~~ )?(?:i will|i shall|everyone|people|you will|i would|then|it means|it will|,)",
    r"(?:i will|i shall|or i will|or else|otherwise i will) (?:\S+ )?(?:tell (?:your|everyone|people"
    r"|others|the)|report|complain|post about|write to your (?:boss|manager|director)|inform your"
    r"|contact your (?:boss|manager)|keep (?:calling|writing|messaging|emailing)"
    r"|call (?:you )?(?:again and again|every|until)|come to your (?:house|home)|leave a bad)",
    r"(?:answer|reply|response|respond|decision|confirm|confirmation|hear|hear back|yes|write back"
    r"|get back to me|let me know|call me|write me|word|call back) (?:~~ )?(?:by|before|until|within"
    r"|no later than|not later than|latest) (?:~ )?(?:\S*day|noon|tonight|tomorrow|the end of|end of"
    r"|midnight|\d+ ?(?:am|pm)|hours|this week|friday|eod|today|then|latest)",
    r"(?:no later than|not later than|deadline|asap|as soon as possible|urgent|urgently|without delay"
    r"|last chance|final (?:chance|notice|reminder|warning|request)|hurry up|time is running)",
    r"(?:answer|reply|call|respond|write|confirm|help|response|meet|back) (?:~ )?(?:right now|right away"
    r"|at once|immediately)",
    r"or i will (?:\S+ ){0,3}?(?:post|tell|report|write|say|let|make|give|leave|complain|share)",
    r"(?:shame|pity|sad|shameful) if you",
    r"(?:like|as bad as) the other (?:rich|selfish|arrogant|busy) \S+",
    r"(?:still )?(?:you )?(?:have|did|do|has) not (?:\S+ )?(?:answered|answer|replied|reply|responded"
    r"|respond|wrote back|written back|bothered|even) ?(?:~~ )?(?:hurt\S*|rude|disappoint\S*|sad|why"
    r"|yet again|unfair|times|angry|upset|offended|shame|to (?:any|my))?",
    r"(?:why|how come) (?:~ )?(?:not|no) (?:~ )?(?:answer|answering|reply|replying|respond|responding"
    r"|answered|replied)",
    r"(?:hurtful|rude of you|shame on you|selfish|you ignored|ignoring me|ignored me|ignore me"
    r"|ignoring my|ignored my|you are ignoring|you made me (?:feel|cry|sad)|feel bad|guilty|unkind of you"
    r"|disrespectful|heartless|unfair of you|you do not care|do not care about|let me down"
    r"|disappointed (?:in|with|by|that)|very disappointed|waste of|how can you|how could you"
    r"|at least you (?:can|could|should)|least you (?:can|could)|you never (?:answer|reply|help)|arrogant"
    r"|too (?:proud|important|good) to|be ashamed|break my heart|broke my heart|my (?:family|children"
    r"|kids) (?:\S+ ){0,3}?(?:suffer|starve|hungry|depend on you|counting on you)|depends on you"
    r"|depend on you|(?:my|our|the) (?:last and )?only hope|if you (?:are|were) (?:a )?(?:good|decent"
    r"|real|kind) (?:person|man|woman|people|christian|muslim)|you would not (?:refuse|ignore|want me)"
    r"|blame you|your fault|because of you i)",
    r"(?:answer|reply|respond|write|call|tell|give|send|help|meet) (?:me |back |to me )?(?:now|today"
    r"|immediately|soon|fast|quickly|at once|or)(?= [.,!]|$)",
    r"(?:i will wait|i am waiting|waiting) for your (?:answer|reply|response|call) (?:~ )?(?:today"
    r"|tonight|by|until|tomorrow)",
    r"(?:it )?would be (?:a |such a )?(?:shame|pity|wrong|cruel) if you",
    r"surely you (?:have not|would not|are not|can not|do not|will not)",
    r"or (?:i will|i shall|i am going to|else)(?! (?:come|be|travel|adapt|meet|call you at|wait|phone|buy"
    r"|bring|drive|happily|gladly))",
    r"(?:refuse|ignore) (?:me|this|my|us)",
    r"i (?:will )?expect (?:~ )?(?:answer|reply|response|call|confirmation|from you)",
    r"tell me (?:how|what|why) (?:you|i must) ",
)
_LEARN = pattern(
    r"(?:career|path|route|journey|way|story|start|started|began|become|became|becoming|got|get into"
    r"|moved|went|changed|chose|choose)",
    r"(?:company|organization|team|job|role|work|day|days|trends|changes|future|industry|field|advice"
    r"|tips|habits)",
)
_WHO = pattern(
    r"(?:my name is|i (?:\S+ )?(?:study|work|am|was|moved|came|run|manage|teach|graduated|have been|weld"
    r"|drive|studied|worked|build|volunteer|learn|finished|grew))",
    r"(?:as a|as an|fellow|student|graduate)",
)


def gives_reason(draft: Draft) -> bool:
    """Whether something true of this person or company alone is named."""
    return any(_is_specific(sentence.whole) for sentence in draft.sentences)


def _is_specific(sentence: Passage) -> bool:
    return _SPECIFIC.search(_EMPTY.sub("…", sentence.words)) is not None or _names_something_of_theirs(
        sentence
    )


def _names_something_of_theirs(sentence: Passage) -> bool:
    """Whether a name follows "you" or "your" ("you skipper the Northern Jaeger")."""
    after = False
    for word, following in pairwise(sentence.parts):
        if word.text in {"i", "me", "my", "we", "?", ","}:
            after = False
        elif word.text in {"you", "your", "you're"}:
            after = True
        typed = sentence.message[following.start : following.end]
        if after and typed[:1].isupper() and following.text not in _NO_REASON:
            return True
    return False


_NO_REASON = word_set(
    "i i'm i'd linkedin zoom teams skype whatsapp facetime webex google meet facebook slack english american"
    " america us usa"
    " monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun"
    " january february march april may june july"
    " august september october november december jan feb mar apr jun jul aug sep sept oct nov dec am pm"
    " easter christmas thanks thank best"
    " regards sincerely ps p s would could can may might will is are do does please hi hello dear mr mrs"
    " ms dr sir madam what how why when"
)


def generic_praise(draft: Draft) -> str | None:
    """Praise that fits anybody ("impressed by your profile"), as typed."""
    for sentence in draft.sentences:
        match = _PRAISE.search(sentence.whole.words)
        if match is not None:
            return sentence.whole.quote(*match.span())
    return None


_PRAISE = pattern(
    r"(?:impressed|inspired|amazed|fascinated) (?:~ )?(?:by|with) (?:your (?:\S+ )?\S+|you)",
    r"(?:came across|saw|found|viewed|looked at) your (?:\S+ )?(?:profile|page)",
)


def greets(draft: Draft) -> bool:
    """Whether it begins with a greeting, or with the contact's name."""
    if not draft.sentences:
        return False
    opening = draft.sentences[0].whole
    words = " ".join(opening.words.split()[:6])
    if _GREETING.search(words):
        return True
    return bool(_NAME_FIRST.match(words)) and not _NOT_A_NAME.fullmatch(words.partition(",")[0].strip())


def thanks(draft: Draft) -> bool:
    """Whether it says thanks anywhere."""
    return _THANKS.search(draft.whole.words) is not None


def rudeness(draft: Draft) -> str | None:
    """A demand, a threat, guilt or a deadline, as typed; None where there is none."""
    for sentence in draft.sentences:
        match = _RUDE.search(sentence.whole.words)
        if match is not None:
            return sentence.whole.quote(*match.span())
    return None


def names_goal(draft: Draft) -> bool:
    """Whether it names something to learn."""
    return _LEARN.search(draft.whole.words) is not None


def says_who(draft: Draft) -> bool:
    """Whether it says a word on the sender."""
    return _WHO.search(draft.whole.words) is not None
