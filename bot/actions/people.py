"""What the person calls somebody, to be used back to them: "my mum Joan" is Joan, "my mum" is your
mum. Where it cannot be told, nobody is given a name: they are "they"."""

import re

THEY, YOU = "they", "you"
_KIN = (
    r"(?:(?:step|grand|great|foster|half|ex|best|older|old|younger|little|big|late)[- ]?)*"
    r"(?:mum(?:my)?|mam(?:my)?|mom|ma|mother|dad(?:dy)?|father|parents?|nan(?:na)?|nana|nanny|gran|granny|"
    r"gran?dad|grandpa|grandma|son|daughter|child|children|kids?|lad|lass|girls?|boys?|brothers?|"
    r"sisters?|aunt(?:ie|y)?|uncle|cousins?|nieces?|nephews?|wife|husband|partner|girlfriend|"
    r"boyfriend|fianc[ée]e?|family|friends?|mate|neighbou?rs?|carers?|client|tenant|landlord|"
    r"flatmate|housemate|lodger|social worker|support worker|key ?worker)(?:[- ]in[- ]law)?"
)
_NAME = r"(?-i:[A-Z][a-zà-ÿ]+(?:[-'’][A-Z][a-zà-ÿ]+)?)"
_MR = r"(?-i:(?:Mr|Mrs|Miss|Ms|Mx|Dr|Aunt|Auntie|Uncle|Nan|Nana|Granny)\.? " + _NAME + ")"
# Words that begin a sentence with a capital and name nobody.
_NOBODY = frozenset(
    "I I'm Im Its It's My His Her Their Our The A An He She They We You Yes No Not Nobody"
    " None Well So And But Just Only Same Both All Everyone Everybody Someone Somebody"
    " Family Friend Care Carer Social Support Advocate Worker Independent Mental Capacity"
    " Officer Home Council Police Doctor Nurse Hospital Manager Team Please Sorry Skip Maybe"
    " Don't Dont Do Can Could Would God".split()
)
_OWN = re.compile(
    rf"\b(?:my|me|our)\s+(?P<kin>{_KIN})\b(?!['’]s)"
    rf"(?:,?\s+(?:is\s+)?(?:called\s+|named\s+)?(?P<name>{_MR}|{_NAME}))?",
    re.IGNORECASE,
)
_SOMEBODYS = (
    re.compile(rf"\b(?P<name>{_MR}|{_NAME})['’]s\s+{_KIN}\b", re.IGNORECASE),
    re.compile(rf"\b{_KIN}\s+(?:of|to|for)\s+(?P<name>{_MR}|{_NAME})\b", re.IGNORECASE),
    re.compile(
        rf"\b(?:(?:her|his|their) name(?:['’]s| is)|(?:she|he)(?:['’]?s| is) (?:called|named))"
        rf"\s+(?P<name>{_MR}|{_NAME})\b",
        re.IGNORECASE,
    ),
)
_FIRST = re.compile(
    rf"^\W*(?:our\s+)?(?P<name>{_MR}|{_NAME})(?:\W*$|\s+(?:wants?|says?|thinks?|would)\b)",
    re.IGNORECASE,
)
_HIS = re.compile(rf"^\W*(?P<whose>his|her|their)\s+(?P<kin>{_KIN})\b", re.IGNORECASE)
_MYSELF = re.compile(r"^\W*(?:me|myself|i do|it'?s me)\b(?!\s+and\b)", re.IGNORECASE)
_TWO = re.compile(rf"{_NAME}\s+(?:and|or|&)\s+{_NAME}")
_OF_NO_ONE = re.compile(r"\b(?:family|friends|neighbou?rs|carers?|\w+ worker)$")


def _name(found: re.Match[str] | None) -> str | None:
    name = found and found["name"]
    return name if name and name.split()[0] not in _NOBODY else None


def _known(words: str) -> str | None:
    own = list(_OWN.finditer(words))
    if len(own) > 1 or _TWO.search(words):
        return THEY
    named = next((name for pattern in _SOMEBODYS if (name := _name(pattern.search(words)))), None)
    if own:
        return _name(own[0]) or named or f"your {own[0]['kin'].lower()}"
    return named


def called(words: str) -> str:
    """Return what to call the one person or group named in answer to "who is it?".

    Fit to be the subject of a question: "Joan", "your mum", "their carers"; `YOU` where it is
    whoever says so; `THEY` where nobody, or more than one, can be made out.
    """
    if _MYSELF.search(words) and not _OWN.match(words.strip()):
        return YOU
    known = _known(words) or _name(_FIRST.search(words))
    if known:
        return known
    his = _HIS.search(words)
    return f"{his['whose']} {his['kin']}".lower() if his else THEY


def adult_called(words: str) -> str:
    """Return what somebody calls the adult, by how they say that they know them.

    A name alone is more likely their own here, so it is not used.
    """
    known = _known(words) or THEY
    return THEY if _OF_NO_ONE.search(known) else known
