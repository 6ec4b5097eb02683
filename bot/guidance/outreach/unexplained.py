"""The last look: a wish or a question between sender and contact that nothing innocent explains.

A first message greets, says who writes and why, asks to talk, offers times and thanks. A clause that wants
something and does none of these is read as a request for work, so that odd wordings are not missed.
"""

from bot.guidance.outreach.aims import without_aims
from bot.guidance.outreach.clauses import Draft
from bot.guidance.outreach.hints import is_past
from bot.guidance.outreach.patterns import is_negative, pattern

_FEWEST_WORDS = 5
_WANTS = pattern(
    r"(?:could|can|may|might|would|will|if|hope|hoping|wish|want|need|please|looking|available|ready|willing"
    r"|maybe|perhaps|dream of|keep|consider|remember|put|pass|mention|recommend|introduce)"
)
_SENDER = pattern(r"(?:i|me|my|myself)")
_CONTACT = pattern(r"(?:you|your|yours|there)")
_MEETING = pattern(
    r"(?:talk\S*|speak\S*|spoke|meet\S*|chat\S*|call\S*|phon\S*|ring|zoom|video\S*|coffee|tea|lunch"
    r"|minutes|half"
    r"|hour|hours|conversation|visit\S*|hear\S*|learn\S*|know how|know what|understand\S*|listen\S*"
    r"|discuss\S*"
    r"|questions?|curious|how|why|what|which|story|stories|road|path|facetime|skype|whatsapp|teams|webex|tour"
    r"|schedule\S*"
    r"|explain\S*|see (?:the|your|where)|become|topic|calendar|convenient|convenience|suits?|times?|days?"
    r"|weeks?"
    r"|weekend\S*|\S+days?|mornings?|afternoons?|evenings?|tomorrow|noon|after|before|dates?|thank\S*"
    r"|appreciat\S*"
    r"|grateful|gratitude|sorry|read\S*|words|view|thoughts|opinion|webinar|book|insights?|advice|tips"
    r"|walk|in person|pick|choose"
    r"|prefer|whichever|whatever|whenever|format|well|busy|office|studio|shop|come|stop by|drop by|ask you"
    r"|ask about|month|march|april|may \d+|june|july|october|november)"
)
_INNOCENT = pattern(
    r"(?:if|as long as) (?:you (?:can|could|like|wish|want|agree|prefer|are (?:\S+ )?(?:busy|swamped|free"
    r"|willing|open"
    r"|able)|do not mind|would not mind|have (?:a moment|room|it)|allow|will)|it is|that is|possible|so|not)",
    r"i (?:also |too |really |still |now )?(?:admire|refer|write|am writing|keep|run|have (?:a|two|three"
    r"|been|many|no"
    r"|some)|teach|hope (?:that )?(?:you|this|it|all)|will bring|am (?:a|an|the|up|not|at|in|on|from|so"
    r"|also|just|now"
    r"|one|curious|new|available from|free|mad|tired|writing|happy|sorry|sure)|know|study|work|live|love your"
    r"|like your|follow|use|enjoy|believe you|promise|look forward|can (?:also )?(?:work around|pay"
    r"|travel|bring"
    r"|be flexible|adapt|fit)|would (?:also )?be (?:glad|happy) to (?:be introduced to them|travel|pay"
    r"|bring|buy))",
    r"(?:keep in mind that|accept my|you will not know|you do not (?:know|remember)|no worries"
    r"|recommend (?:a|any|to)"
    r"|could my|put in a|forgive|excuse|pardon|compliments|congratulations|who knows the|refer to)",
    r"your (?:\S+ ){1,15}(?:is|are|has|have|makes|give|gives|put|shows)",
    r"my (?:\S+ ){1,10}(?:is|are|ends|says|told|say|has)",
    r"do you (?:think|know) (?:that )?(?:the|an?|people|newcomers)",
    r"(?:opens up|free|opening|gap) in your \S+",
)


def find(draft: Draft) -> str | None:
    """The words of a clause that wants something no meeting explains, as typed; None where there is none."""
    for clause in without_aims(draft).clauses:
        words = clause.words
        if len(words.split()) < _FEWEST_WORDS or not all(
            part.search(words) for part in (_WANTS, _SENDER, _CONTACT)
        ):
            continue
        if _MEETING.search(words) or _INNOCENT.search(words) or is_past(clause) or is_negative(clause):
            continue
        return clause.quote(0, len(words.rstrip(" ,?")))
    return None
