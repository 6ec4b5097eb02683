"""One spelling for each word: contractions written out, chat forms and frequent misspellings repaired.

Only words that decide something are repaired, and only when nothing else is meant: "prefer" stays "prefer".
"""

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.guidance.outreach.wordsets import word_set

_FORMS: dict[str, str] = {
    "i'm": "i am",
    "im": "i am",
    "i'd": "i would",
    "id": "i would",
    "i've": "i have",
    "ive": "i have",
    "i'll": "i will",
    "let's": "let us",
    "lets": "let us",
    "won't": "will not",
    "wont": "will not",
    "can't": "can not",
    "cant": "can not",
    "cannot": "can not",
    "shan't": "shall not",
    "dont": "do not",
    "doesnt": "does not",
    "didnt": "did not",
    "isnt": "is not",
    "arent": "are not",
    "wasnt": "was not",
    "wouldnt": "would not",
    "havent": "have not",
    "it's": "it is",
    "that's": "that is",
    "there's": "there is",
    "theres": "there is",
    "what's": "what is",
    "who's": "who is",
    "u": "you",
    "ur": "your",
    "youre": "you are",
    "pls": "please",
    "plz": "please",
    "plese": "please",
    "pleas": "please",
    "wanna": "want to",
    "gonna": "going to",
    "gotta": "have to",
    "thx": "thanks",
    "thanx": "thanks",
    "tks": "thanks",
    "ty": "thanks",
    "thankyou": "thank you",
    "min": "minutes",
    "mins": "minutes",
    "minute": "minutes",
    "hrs": "hours",
    "loking": "looking",
    "lookin": "looking",
    "wana": "want to",
    "vacansy": "vacancy",
    "vacancys": "vacancies",
    "vacante": "vacant",
    "posision": "position",
    "posission": "position",
    "emploiment": "employment",
    "employe": "employ",
    "concider": "consider",
    "conciderd": "considered",
    "aply": "apply",
    "aplly": "apply",
    "aplying": "applying",
    "attch": "attach",
    "attched": "attached",
    "atached": "attached",
    "attachd": "attached",
    "resum": "resume",
    "resme": "resume",
    "rezume": "resume",
    "recomend": "recommend",
    "recommand": "recommend",
    "reccomend": "recommend",
    "recomendation": "recommendation",
    "maneger": "manager",
    "manger": "manager",
    "oportunity": "opportunity",
    "oppurtunity": "opportunity",
    "oportunities": "opportunities",
    "intership": "internship",
    "interships": "internships",
    "interne": "intern",
    "recrutier": "recruiter",
    "recuiter": "recruiter",
    "hireing": "hiring",
    "hirring": "hiring",
    "wrk": "work",
    "wok": "work",
    "compny": "company",
    "companie": "company",
    "jop": "job",
    "jobb": "job",
    "jobe": "job",
    "yob": "job",
    "reffer": "refer",
    "refere": "refer",
    "reffered": "referred",
    "refered": "referred",
    "refferal": "referral",
    "referal": "referral",
    "refferral": "referral",
    "resumee": "resume",
    "resumé": "resume",
    "curriculum": "cv",
    "hier": "hire",
    "tomorow": "tomorrow",
    "wensday": "wednesday",
    "tusday": "tuesday",
    "thrusday": "thursday",
    "zom": "zoom",
    "cofee": "coffee",
    "coffe": "coffee",
    "caffee": "coffee",
    "fone": "phone",
    "hallo": "hello",
    "helo": "hello",
    "dears": "dear",
    "intrested": "interested",
    "wich": "which",
    "becouse": "because",
    "beacuse": "because",
    "thier": "their",
    "wuld": "would",
    "woud": "would",
    "coud": "could",
    "couls": "could",
    "tank": "thank",
    "thnks": "thanks",
    "thak": "thank",
    "hour's": "hour",
    "hours'": "hours",
    "minutes'": "minutes",
    "minute's": "minutes",
    "wknds": "weekends",
    "ppl": "people",
    "hiya": "hi",
    "tysm": "thank you",
    "thankyouu": "thank you",
    "thnku": "thank you",
    "cud": "could",
    "wud": "would",
    "shud": "should",
    "hav": "have",
    "ther": "there",
    "openins": "openings",
    "openin": "opening",
    "refferr": "refer",
    "mesage": "message",
    "abt": "about",
    "tmrw": "tomorrow",
    "tmr": "tomorrow",
    "2moro": "tomorrow",
    "wknd": "weekend",
    "wk": "week",
    "nxt": "next",
    "somone": "someone",
    "sumone": "someone",
    "app": "application",
    "apps": "applications",
    "resumay": "resume",
    "rezumay": "resume",
    "resoome": "resume",
    "rezoom": "resume",
    "c.v": "cv",
    "cee": "see",
    "gimme": "give me",
    "lemme": "let me",
    "y'all": "you",
    "yall": "you",
    "ya": "you",
    "yr": "your",
    "yrs": "years",
    "bc": "because",
    "cuz": "because",
    "cos": "because",
    "rn": "now",
    "hafta": "have to",
    "tryna": "trying to",
    "kinda": "kind of",
    "gr8": "great",
    "minit": "minutes",
    "minits": "minutes",
    "minuts": "minutes",
    "minuets": "minutes",
    "luv": "love",
    "hire'd": "hired",
    "dere": "dear",
    "deer": "dear",
    "helllo": "hello",
    "incase": "in case",
    "infact": "in fact",
    "jb": "job",
    "jbo": "job",
    "jub": "job",
    "wurk": "work",
    "werk": "work",
    "wark": "work",
}

_REPAIRED = tuple(
    word_set(
        "internship internships position positions opening openings vacancy vacancies referral"
        " opportunity opportunities recommend recommended recommendation interview company minutes"
        " thirty twenty virtual virtually available availability attached attaching considered"
        " employment wednesday thursday saturday afternoon morning available convenient"
        " convenience schedule appreciate appreciated grateful experience university graduated"
        " conversation informational article profile hiring recruiter manager career careers"
        " advice forward someone recruiting application consider apprentice apprenticeship"
        " employer employers supervisor attachment enclosed introduce vacant vouch director"
        " department candidate resume refer referring volunteer portfolio tomorrow anything"
        " something receptionist assistant available telephone"
    )
)
_REAL_WORDS = word_set(
    "inter interviews interviewed interviewer companies managers managed interviewing recruiters articles"
    " profiles experiences experienced appreciates schedules scheduled openness recommends recommending"
    " conversations universities minute hiding wiring firing attach attaches considers considerer carrier"
    " advices profiled opener positioned vacant referrals availabilities conveniently afternoons mornings"
    " posting postings positive positions virtue twentieth thirties graduates graduate mining manage manages"
    " advise advised company's career's university's manager's article's informational information"
    " attacked enclose encloses introduces introduced produce forwards forwarded resumed resumes referred"
    " prefer considered employed employee employees empire detached voucher vouched directed directors"
    " departments"
    " department's candidates candidacy volunteers volunteered retiring assistants resident assistance"
    " apprentices anythings"
    " employments disposition composition mourning warning cares caring"
)
_STRETCHED = re.compile(r"([a-z])\1{2,}")
"""A letter typed three times or more, as in "heyyy"."""

_PAPERS = frozenset({"resume", "cv", "portfolio"})
_SHORTEST = 6
_LONG = 10


@lru_cache(maxsize=4096)
def respell(word: str) -> tuple[str, ...]:
    """The normal spelling of one lower-case word; a contraction becomes several words."""
    word = _STRETCHED.sub(r"\1", word)
    known = _FORMS.get(word)
    if known is not None:
        return tuple(known.split())
    if "'" in word:
        return _write_out(word)
    figures = word.rstrip("abcdefghijklmnopqrstuvwxyz")
    if figures.isdigit() and figures != word and word[len(figures) :] in _FORMS | {"minutes": "", "h": ""}:
        return (figures, *respell(word[len(figures) :]))
    return (_repair(word),)


def _write_out(word: str) -> tuple[str, ...]:
    stem, _, ending = word.rpartition("'")
    if ending == "t" and stem.endswith("n"):
        return (stem[:-1], "not")
    written = {"re": "are", "ve": "have", "ll": "will", "d": "would", "m": "am"}.get(ending)
    if ending == "s" and stem in _PAPERS:
        return (stem, "is")
    if written is None:
        return (word,)
    return (stem, written)


def _repair(word: str) -> str:
    if len(word) < _SHORTEST or word in _REAL_WORDS or not word.isascii() or word in _REPAIRED:
        return word
    reach = 2 if len(word) >= _LONG else 1
    found = process.extractOne(word, _REPAIRED, scorer=OSA.distance, score_cutoff=reach)
    if found is None or _is_another_form(word, str(found[0])):
        return word
    return str(found[0])


def _is_another_form(word: str, known: str) -> bool:
    """Whether they differ at the beginning, or only at the end ("recruited" is no misspelt "recruiter")."""
    return word[0] != known[0] or word[:-2] == known[: len(word) - 2] or known[:-2] == word[: len(known) - 2]
