"""Parts of expressions, joined in :mod:`bot.guidance.outreach.job`: jobs, trades, places of work, wishes."""

JOB = (
    r"(?:job|jobs|work|employment|internships?|placements?|positions?|roles?|vacanc(?:y|ies)|apprenticeships?"
    r"|traineeships?|opening|openings|shifts?|gigs?|paid hours|hours|contract|part time|full time)"
)
"""Work, by its names."""

OFFERED = rf"(?:{JOB}|opportunit(?:y|ies)|opening|openings)"
"""Work, or the chance of it."""

TRADE = (
    r"(?:worker|helper|assistant|apprentice|intern|trainee|employee|cook|driver|laborer|technician|nurse"
    r"|caregiver|cleaner|clerk|cashier|teller|receptionist|electrician|welder|carpenter|mechanic|analyst"
    r"|engineer|developer|designer|accountant|bookkeeper|teacher|aide|barista|server|baker|gardener|guard"
    r"|operator|painter|plumber|tester|writer|editor|interpreter|translator|inspector|deckhand|hire)s?"
)
"""Those who do work."""

YOUR_PLACE = (
    r"(?:your|the|this|that) (?:\S+ ){0,3}?(?:team|crew|company|firm|office|group|department|shop|store|lab"
    r"|clinic|agency|studio|kitchen|organization|organisation|business|hospital|school|restaurant|bakery"
    r"|farm|staff|unit|project|practice|warehouse|garage|salon|startup|ward|program|workplace|ranks|family"
    r"|band|squad|payroll|line|site|side|place|museum|library|center|yard|boat|ship|nursery|workshop|plant)"
)
"""The contact's place of work, or those in it."""

WISH = (
    r"(?:i|me|my|we|us) (?:\S+ ){0,5}?(?:want|love|like|hope|hoping|dream|wish|interested|excited|happy|glad"
    r"|ready|open|willing|eager|keen|able|enjoy|proud|honored|thrilled|delighted|looking|aim|goal|plan|chance"
    r"|jump|ask|see myself|try|trying|grateful|available|free)"
)
"""The sender wants something."""

TO = r"(?: (?:to|for|if i could|if i can|in|at the chance to|about|of|that i|a|the|chance|be|it))*"
"""What may stand between a wish and its verb."""
