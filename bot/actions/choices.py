"""Read a choice: the title the page sends back, or the same thing in a person's own words."""

import re

WHO = {
    "it is about me": "adult",
    "i am their advocate": "advocate",
    "i am family or a friend": "family",
    "i am a worker": "worker",
}
WHOSE = {
    "their own words, as they say them": "verbatim",
    "what they told me before": "reported",
    "what i think they would want": "inferred",
}
SUMMARY = {
    "yes, it is right": "right",
    "i want to change something": "change",
    "i want to add something": "add",
}
OPTIONS = {
    "police or a court": "police",
    "they say sorry or put it right": "sorry",
    "something done at their work": "work",
    "help to feel better": "feel_better",
    "help for the family": "family",
    "someone to help us talk": "talk",
    "people around me who help": "people",
    "nothing formal for now": "nothing",
    "no more, thank you": "enough",
}
CONSENT = {
    "yes, they may": "share",
    "ask me first": "ask_first",
    "no, they may not": "not_agreed",
}
ACHIEVED = {
    "yes, all of it": "fully",
    "some of it": "partly",
    "no, it did not": "not",
    "i changed my mind": "changed",
    "i cannot say": "cannot_say",
}

# "My grandson takes my pension card" says who does it, not who writes. "Asked me" and "wants me"
# say nothing of the kind, and nobody who says "I am her son" writes of themselves.
_DONE_TO_ME = (
    r"^(?!.*\b(?:i am|i'm|im) (?:her|his|their|\w+'s)\b).*\bmy (?:[\w'-]+ ){1,3}"
    r"(?:(?:is |was |has |been )*(?:tak(?:es?|ing|en)|took|steal(?:s|ing)?|stole|nick(?:s|ed|ing)"
    r"|hit(?:s|ting)?|hurt(?:s|ing)?|slap(?:s|ped)|punch(?:es|ed)|kick(?:s|ed)|push(?:e[sd]|ing)"
    r"|grab(?:s|bed)|shout(?:s|ed|ing)? at|yell(?:s|ed|ing)? at|sw(?:ears?|ore) at|scar(?:es|ed)"
    r"|threaten(?:s|ed|ing)|bull(?:ies|ied|ying)|lock(?:s|ed)|touch(?:es|ed|ing)|sp(?:ends?|ent)"
    r"|control(?:s|led)|(?:won't|wont|doesn't|doesnt|never) lets?)\b(?: \w+){0,2} (?:me|my)\b"
    r"|(?:has|have|got|keeps?|kept|holds?|hides?|hid) my\b)"
)
# First match wins, so the narrower word stands first. Own wording of the field's roles: domain
# brief, section 2.
WHO_WORDS = (
    ("adult", _DONE_TO_ME),
    (
        "adult",
        (
            r"\b((about|for|just|only) (me|myself)|both of us|its me|it's me"
            r"|i am the (one|person)|it is mine)\b"
        ),
    ),
    ("advocate", r"\b(advocate|imca|imha|rpr|paid rep\w*)\b"),
    (
        "worker",
        r"\b((social|support|key|care)? ?worker|carer from|nurse|manager|work (with|for)|staff)\b",
    ),
    (
        "family",
        (
            r"\b(mum|mam|mother|dad|father|son|daughter|brother|sister|wife|husband|partner|niece"
            r"|nephew|aunt\w*|uncle|gran\w*|cousin|friend|neighbour|family|carer)\b"
        ),
    ),
    ("adult", r"\b(me|myself|i am|i'm|im|just us|both of us|us)\b"),
)
OPTIONS_WORDS = (
    ("police", r"\b(police|court|law|solicitor|judge|charge|injunction)\b"),
    ("sorry", r"\b(sorry|apolog\w*|restorative|put it right|give it back|money back)\b"),
    ("work", r"\b(sack\w*|disciplin\w*|their (job|boss|work)|his job|her job|manager)\b"),
    ("feel_better", r"\b(therap\w*|counsell\w*|feel better|talking therapy)\b"),
    ("family", r"\bfamily\b"),
    ("talk", r"\b(mediat\w*|in the middle|help us talk)\b"),
    ("people", r"\b(circle|peer|friends|neighbours|people around|group)\b"),
    ("nothing", r"\b(nothing|leave it)\b"),
)
# "Partly" stands before "fully": "some of it happened, not all" has both words.
ACHIEVED_WORDS = (
    ("changed", r"\b(changed my mind|don't want (it|that) (now|any ?more))\b"),
    (
        "fully",
        (
            r"^(yes|yeah|yep|aye)\b"
            r"(?!.*\b(but|and no|part\w*|some\w*|a bit|half|nearly|almost|not all)\b)"
        ),
    ),
    ("partly", r"\b(part\w*|some\w*|a bit|a little|half|nearly|almost|sort of|not all)\b"),
    ("not", r"\b(no|not|never|didn't|none|nothing)\b"),
    ("fully", r"\b(yes|all|fully|completely|it did|it has|totally)\b"),
)
WHOSE_WORDS = (
    ("inferred", r"\b(i think|would want|would like|probably|guess\w*|best interests?)\b"),
    ("reported", r"\b(told me|said|before|earlier|passed on|reported)\b"),
    (
        "verbatim",
        r"\b(their own|own words|they say|exact\w*|telling me|word for word|his words|her words)\b",
    ),
)


def normal(words: str) -> str:
    return " ".join(words.casefold().replace("’", "'").split()).rstrip(".!")


def chosen(words: str, titles: dict[str, str]) -> str | None:
    return titles.get(normal(words))


def read_words(words: str, patterns: tuple[tuple[str, str], ...]) -> str | None:
    text = normal(words)
    return next((value for value, pattern in patterns if re.search(pattern, text)), None)


def same_words(words: str, candidates: list[dict[str, str]]) -> dict[str, str] | None:
    """Return the outcome whose words these are: chosen from the list, or named by its number."""
    text = normal(words)
    for number, candidate in enumerate(candidates, start=1):
        if text in (normal(candidate["text"]), str(number)):
            return candidate
    return None
