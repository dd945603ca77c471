"""Phrases that settle an answer at one question, whatever the reading of the whole message was."""

import re


def _phrase(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_BEFORE = r"^\W*(?:(?:and|but|so|just|all|really|what)\W+)*"
# A wish said in so many words: after a pause it is taken at once, not asked for a second time.
WISH = _phrase(
    rf"{_BEFORE}(?:i|we|he|she|they)"
    r"(?:'d| would| just| only| really)* (?:want|wants|wanted|wish|need|needs|like|love)\b"
)
# A plain wish of one's own, whatever was asked. What somebody loves, what another wants and "I want
# to scream" say what matters or how it feels.
_FEELING = (
    r"(?!\s+(?:to (?:cry|scream|shout|hide|curl|run|disappear|vanish|give up|sleep|die|know|say"
    r"|tell|talk|be sick|hit|kill|punch|hurt|throw)|(?:him|her|them|it all) (?:dead|gone)"
    r"|a (?:break|rest|drink|fag|minute))\b)"
)
_WANT = r"(?:just |only |really |do )*(?:want|wish|need)s?\b"
_WOULD = r"(?:'d|’d| would) (?:really |just )?(?:want|wish|like|love)\b"
PLAIN_WISH = _phrase(rf"{_BEFORE}i(?: {_WANT}|{_WOULD}){_FEELING}")
PLAIN_WISH_OF_ANOTHER = _phrase(rf"{_BEFORE}(?:he|she|they)(?: {_WANT}|{_WOULD}){_FEELING}")
# The wish that nothing be done at all. "Left alone" by one person is another wish, so "all", "it"
# or "this" must be near.
NOTHING_DONE = _phrase(
    r"\b(?:(?:do not|don'?t|dont|never) want (?:any ?thing|owt|nothing|nowt) (?:to be )?done"
    r"|(?:want|like) (?:nothing|nowt) (?:to be )?done"
    r"|(?:it|this) (?:all )?(?:to be |just )*(?:left|dropped|forgotten)(?: alone| be)?\s*$"
    r"|^\W*(?:just |please |i want (?:you )?to )*leave (?:it|this)(?: all)? (?:alone|be)"
    r"|(?:want|like) (?:it|this) all left alone)"
)
# At "what would that make possible?": the words stand as they were said.
AS_SAID = _phrase(
    r"^\W*(?:no\W+)?(?:please )?(?:just )?(?:leave|keep|put) (?:it|that|them)"
    r" (?:as|how|the way|like) (?:it is|i said|i put|that is|they are)"
)
# At "hard to have both?": they say that it is not.
GO_TOGETHER = _phrase(
    r"\b(?:(?:go|fit|work)(?:es)? (?:well |fine |ok |okay )?together"
    r"|(?:they'?re|they are|both) (?:both )?(?:fine|ok|okay|all right|alright)"
    r"|(?:want|have|need) (?:them )?both|not hard)\b"
)
# At "is that right?": a no that says so in more words is no new wording of the wish.
WRONG = _phrase(
    r"^\W*(?:no|nope|nah)\W+(?:that|it|you)(?:'?s| is| was|'?ve| have)? ?(?:all )?"
    r"(?:wrong|not right|not what|not it|incorrect|misunderstood|got (?:it|that) wrong)\b"
)
# At "is anyone else at risk?": that there is nobody else. Whoever is named beside may well be.
NOBODY_ELSE = _phrase(
    r"^\W*(?:no|nope|nah|naw)\b.*\b(?:only|just) (?:me|us)(?: and (?:him|her))?\W*$"
    r"|^\W*(?:no\W+)?(?:there'?s |theres )?(?:nobody|no one|no-one) else\W*$"
)
ENOUGH = _phrase(
    r"^\W*(?:ok(?:ay)?\W+|no\W+)?(?:that'?s|thats|that is|that will|that'?ll|thatll)"
    r" (?:enough|do|all|it|plenty)\b"
)
# At "are they with you now?": where they are is said with the yes or the no.
BESIDE = _phrase(
    r"^\W*(?:yes|yeah|yep|aye|yup)\b(?!.*\bnot (?:here|with me)\b)|\b(?:next to|beside|with) me\b"
)
ELSEWHERE = _phrase(
    r"^\W*(?:no|nope|nah|not)\b(?!\W+(?:problem|worries))"
    r"|\b(?:on my own|by myself|at (?:home|work|hospital)|asleep)\b"
)
TURNED_OUT = _phrase(
    r"\bhow (?:it|its|it's|it has|things|things have|that|all of it)\W*(?:has |have |is |all )*"
    r"(?:turned|turnt|worked|gone|went|panned|ended|going)\b"
)
