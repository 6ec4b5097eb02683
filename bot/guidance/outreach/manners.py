"""P1, G1 and N1 as far as words tell: greeting and thanks, what to learn, and who is writing."""

from bot.guidance.outreach.clauses import Draft
from bot.guidance.outreach.patterns import pattern

_GREETING = pattern(
    r"(?:hi|hello|hey|hiya|heya|yo|sup|what is up|what up|morning|afternoon|evening|good (?:day|evening"
    r"|afternoon|morning|to)|oh|welcome|warm regards|peace be|my dear|dear|dearest|greetings|salutations"
    r"|salam|salaam|assalamu|hola|bonjour|namaste|howdy|yo|sup|what is up|hi there|hey there|respected"
    r"|esteemed|good (?:morning|afternoon|evening|day)|to (?:ms|mr|mrs|dr|whom)|hullo|aloha|shalom|ciao"
    r"|selam|peace|oi|ola|estimad[oa]|honou?red|honou?rable|most \S+|well \S+|okay so)"
)
_NAME_FIRST = pattern(r"(?:(?:mr|mrs|ms|mx|dr|prof|professor|sir|madam|captain|chef|coach) )?\S+(?: \S+)? ,")
_LONGEST_NAME = 3
"""Words of a name that is called out: "Simone!"."""
_NOT_A_NAME = pattern(
    r"(?:i|you|my|we|as|in|when|if|after|last|the|a|an|please|thanks|thank you|yes|no)(?: \S+)* ?,?"
)
_THANKS = pattern(
    r"(?:thank|appreciat|grateful|gratef|gratitud|obliged|indebt|thx|thnx|tnx|thanx)\S*",
    r"(?:cheers|ta|blessings|blessed|beholden|in your debt|much obliged|i owe you|would mean|tack|dankie"
    r"|asante|mahalo|xie xie|arigato|kiitos|dziekuje|efharisto|tesekkur)",
    r"(?:thank|thanks|thankyou|thanking|thankful|thankfully|appreciate|appreciated|appreciates"
    r"|appreciation|appreciative|appreciatively|ta|grateful|gratefully|gratitude"
    r"|obliged|indebted|thnk|thanku|thxs|merci|gracias|grazie|danke|salamat|shukran|spasibo|obrigado"
    r"|obrigada|arigato|kudos|means a lot|mean a lot|mean so much|blessed by your)",
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
    if len(opening.parts) <= _LONGEST_NAME and not opening.is_question:
        return not _NOT_A_NAME.fullmatch(words)
    return bool(_NAME_FIRST.match(words)) and not _NOT_A_NAME.fullmatch(words.partition(",")[0].strip())


def thanks(draft: Draft) -> bool:
    """Whether it says thanks anywhere."""
    return _THANKS.search(draft.whole.words) is not None


def names_goal(draft: Draft) -> bool:
    """Whether it names something to learn."""
    return _LEARN.search(draft.whole.words) is not None


def says_who(draft: Draft) -> bool:
    """Whether it says a word on the sender."""
    return _WHO.search(draft.whole.words) is not None
