"""J1: a denial that is taken back ("I am not asking for a job, but if there is one …")."""

from bot.guidance.outreach.clauses import Draft, Passage
from bot.guidance.outreach.hints import hopes_for_more
from bot.guidance.outreach.patterns import is_denied, pattern
from bot.guidance.outreach.trades import JOB

_TAKES_BACK = pattern(
    r"(?:but|unless|though|although|still|however|except|yet|if|of course|maybe|and if|that said|well"
    r"|actually|then again) (?:~~ )?"
    r"(?:there is|there are|there was|there were|you have|you had|you know|you hear|you see|you need"
    r"|it happens|one|any"
    r"|something|anything|comes up|opens up|i would not (?:say no|mind|refuse|turn)|i will not (?:say no"
    r"|refuse)"
    r"|you (?:ever )?want|happy|glad|open to|interested|welcome|accept|take it|love one|love it|you feel"
    r"|possible|offer"
    r"|i do|i am (?:\S+ )?(?:looking|open|available|free|searching|interested|ready|unemployed"
    r"|out of work|willing|hard|good|fast|quick|strong|cheap|reliable|honest|experienced|desperate|sure"
    r"|hungry|worker|the right|your|in need|hoping|on the)|i (?:\S+ )?(?:need|want) (?:it|one|work"
    r"|to work|a job))",
)
_SUBJECT = pattern(
    rf"{JOB}",
    r"referrals?",
    r"hired",
    r"(?:refer|recommend|hire|vouch for|introduce) me",
    r"favor",
    r"opportunit(?:y|ies)",
)
_TURNS = tuple(
    f"{word} "
    for word in (
        *("but", "unless", "though", "although", "still", "however", "except", "yet", "of", "if", "well"),
        *(
            "actually",
            "maybe",
            "then",
            "nevertheless",
            "nonetheless",
            "all the same",
            "even so",
            "and yet",
            "and still",
            "perhaps",
            "later",
            "that said",
        ),
    )
)


def _leaves_open(clause: Passage) -> bool:
    """Whether a clause after a denial is left open, or turns to something else than meeting or learning."""
    if _LEFT_OPEN.search(clause.words):
        return True
    return clause.words.startswith(_TURNS) and hopes_for_more(clause)


def _turns_back(clause: Passage) -> bool:
    if not clause.words.startswith(_TURNS) or (
        _TO_MEET.search(clause.words) and not _IF_ANY.search(clause.words)
    ):
        return False
    return _TAKES_BACK.match(clause.words) is not None


_IF_ANY = pattern(
    r"(?:if|one|something|anything|need|hear|know|jobs?|work|position|opening|place|refuse|say no)"
)
_TO_MEET = pattern(
    r"(?:a|our|your|the|any|to) (?:\S+ )?(?:call|talk|chat|meeting|conversation|zoom|coffee|minutes|walk"
    r"|visit)"
)


_ONLY_NOW = pattern(
    rf"not (?:~~ )?{JOB} (?:right away|immediately|at once|just yet|yet|for now|this minute|directly"
    rf"|today|officially|formally|openly|outright|in this (?:message|letter|note|email)|this (?:week"
    rf"|month|year))",
)
"""A denial of today alone ("not expecting a position right away")."""

_MEMORY = 4
"""Clauses after a denial in which one that is left open takes it back."""

_LEFT_OPEN = pattern(
    r"(?:well |but |or |ok |, )*(?:maybe|perhaps|just|only|or) (?:, )?(?:a little|a bit|a tiny bit|not"
    r"|yes|one|half|partly|sort of|i am)(?: [,?])?$",
    r"(?:\S+ ){1,4}(?:maybe|perhaps)$",
    r"but (?:do|are|is|can|could|would|will|have) (?:you|there|they|it)(?: \?)?$",
    r"(?:here i am|yet here|i am asking|i ask anyway|asking anyway|i do it anyway|i will anyway)",
    r"(?:unless|but|although|though|if)(?: (?:you know|of course|maybe|well|lol|haha))?(?: \?)?$",
    r"you (?:\S+ ){0,3}?(?:moved|inclined|tempted|willing|able|free|ready|want|wish|like|choose|feel like"
    r"|decide|care|happen|offer|agree) to(?: [,?])?$",
)
"""A denial left open at its end ("… unless?"), or a hope without its verb ("you will feel moved to")."""


def taken_back(draft: Draft) -> str | None:
    """A denial and then a turn ("… but if there is one")."""
    denied, memory = False, 0
    for clause in draft.clauses:
        if (denied and _turns_back(clause)) or (memory and _leaves_open(clause)):
            return clause.quote(0, len(clause.words.rstrip(" ,")))
        only_now = _ONLY_NOW.search(clause.words)
        if only_now is not None:
            return clause.quote(*only_now.span())
        named = _SUBJECT.search(clause.words)
        denied = (named is not None and is_denied(clause, named)) or (
            denied and clause.words.startswith(_TURNS)
        )
        memory = _MEMORY if denied else max(memory - 1, 0)
    return None
