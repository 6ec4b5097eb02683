"""Sayings that ask for work whatever stands around them; some hold a "not" ("never turn down a job")."""

from bot.guidance.outreach.patterns import pattern

_WORK = r"(?:jobs?|work|hired|positions?|employment|hiring|offers?|roles?)"

SAYINGS = pattern(
    r"(?:ever|are|is) (?:an? )?\S+ short(?= [,.]|$)",
    r"(?:when|if|once) (?:the|your|things|business|work|it) (?:\S+ )?"
    r"(?:gets? (?:busy|crazy|hectic)|picks? up)",
    r"(?:become|be|as) (?:\S+ )?colleagues?(?= [,.!?]|$| (?:one|some|soon|at|in|with))",
    r"learn on the job",
    r"(?:an?|any|some) (?:\S+ )?post (?:in|at|with) your (?!blog|site|page|feed|wall|linkedin)\S+",
    r"(?:let me|could i|can i|may i) (?:\S+ )?(?:try out|have a try|come aboard|sign up for your \S+)",
    rf"(?:any|some) (?:kind|sort|type|form) of {_WORK}",
    r"(?:it is|just) that i (?:\S+ )?(?:need|want) (?:one|it|work|a job)",
    rf"(?:not|never) (?:pretend|hide|deny|lie) (?:~~ )?{_WORK}",
    rf"{_WORK} is not (?:my|the) only",
    rf"(?:not|never) (?:turn down|refuse|say no to|decline|pass up) (?:an? |any )?(?:\S+ )?{_WORK}",
    r"(?:free|available) (?:all|for the|the whole|this whole|the entire) (?:summer|season|winter)",
    r"(?:hope|hoping|wait|waiting|wish) for an? (?:\S+ )?(?:seat|spot|place|shot|opening)",
    r"(?:pick|choose|try|hire) me(?= [,.!?]|$| for (?:your|the))",
    r"(?:build|start|begin|continue|launch|grow|make) (?:my|a) career (?:with|at|on) your?(?: \S+)?",
    r"(?:proud|honored|thrilled|over the moon|privileged) to"
    r" (?:serve|work|wear|join|assist|be part)(?: \S+)?",
    r"(?:fit|blend) right in",
    r"your \S+ needs me",
    r"(?:well|good|great) i would (?:do|fit|be) (?:in|at|on|with) your",
    r"(?:desk|seat|chair|spot) (?:near|next to|beside) (?:yours|you)(?! (?:while|when|at the))",
    r"what it takes (?:to|for) (?:\S+ )?(?:be|work|join|do) (?:~ )?your",
    r"(?:say|tell|mention|tell them) (?:that )?you sent me",
)
"""Each asks for work, or for a word with those who give it."""
