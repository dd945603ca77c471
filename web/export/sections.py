"""An export in sections, each line with what it is about: the one shape that the table, the Word
file and the PDF are made from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from api.export.schemas import CardLine, Export, Notes, Said, Wish
from api.language.current import spoken
from api.language.words import shown
from web.wording import Words, words_in


@dataclass(frozen=True)
class Entry:
    about: str
    text: str


@dataclass(frozen=True)
class Section:
    heading: str
    entries: list[Entry]


def sections(found: Export) -> list[Section]:
    """Return the sections that hold anything, in the order in which they are read."""
    words = words_in()
    named, review = words.export.sections, words.review
    made = [
        (named.facts, _facts(found, words)),
        (named.wishes, [entry for wish in found.wishes for entry in _wish(wish, words)]),
        (named.said, [_said(one, review) for one in found.said]),
        (named.cards, [entry for card in found.cards for entry in _card(card, words)]),
        (named.enquiry, _enquiry(found, words)),
        (named.options, [Entry("", text) for text in found.options]),
        (named.contact, [Entry("", text) for text in found.contact]),
        (named.scale, [
            Entry(f"{review.scale_when.named(one.when)}, {when(one.at)}", str(one.value))
            for one in found.safety_scale
        ]),
        (named.alerts, [
            Entry(when(one.at), review.alert_line.format(
                level=review.levels.named(one.level), kind=review.alert_kinds.named(one.kind)))
            for one in found.alerts
        ]),
        (named.messages, [Entry(when(one.at), one.text) for one in found.messages]),
        *_notes(found.notes, words),
        (named.transcript, [
            Entry(f"{line.number}. {review.bot if line.who == 'bot' else review.person}, "
                  f"{when(line.at)}", line.text)
            for line in found.transcript
        ]),
    ]  # fmt: skip
    return [Section(heading, entries) for heading, entries in made if entries]


def when(moment: datetime | date) -> str:
    return str(shown(moment, spoken().locale))


def _facts(found: Export, words: Words) -> list[Entry]:
    review, facts = words.review, words.review.facts
    together = {True: review["yes"], False: review["no"], None: None}[found.together]
    pairs: list[tuple[str, str | None]] = [
        (facts.who, review.roles.named(found.role) if found.role else None),
        (facts.relationship, found.relationship),
        (facts.together, together),
        (facts.started, when(found.started_at)),
        (words.export.taken, when(found.exported_at)),
        (facts.status, review.statuses.named(found.status)),
        (facts.channel, review.channels.named(found.channel)),
        (facts.consent, review.consents.named(found.consent) if found.consent else None),
        *((facts.needs, need) for need in found.needs),
    ]
    return [Entry(name, text) for name, text in pairs if text]


def _wish(wish: Wish, words: Words) -> Iterator[Entry]:
    review, export = words.review, words.export
    name = review.wish.format(number=wish.number)
    by = review.roles.named(wish.said_by), review.provenance.named(wish.provenance)
    yield Entry(f"{name}. {review.said_by.format(who=by[0], provenance=by[1])}", wish.text)
    apart = ", ".join(map(str, wish.pulls_apart_from))
    part = export.part_of.format(number=wish.part_of) if wish.part_of else None
    lines: list[tuple[str, str | None]] = [
        (review.deeper, wish.deeper),
        (export.state, None if wish.status == "active" else review.withdrawn),
        (export.state, review.confirmed if wish.confirmed else review.not_confirmed),
        (export.state, review.rank.format(rank=wish.rank) if wish.rank else None),
        (export.importance, wish.importance),
        (export.state, review.plan.format(plan=wish.plan) if wish.plan else None),
        (export.state, review.conflicts.format(numbers=apart) if apart else None),
        (export.state, part),
        (review.themes, ", ".join(review.theme_names.named(theme) for theme in wish.themes)),
        (export.achieved, review.achieved.named(wish.achieved) if wish.achieved else None),
        (export.difference, wish.difference),
    ]
    lines += [(f"{export.wording} {when(one.at)}", one.text) for one in wish.wordings[:-1]]
    yield from (Entry(f"{name}. {about}", text) for about, text in lines if text)


def _said(one: Said, review: Words) -> Entry:
    said = review.said_by.format(
        who=review.roles.named(one.said_by), provenance=review.provenance.named(one.provenance)
    )
    return Entry(f"{review.kind_names.named(one.kind)}. {said}", one.text)


def _card(card: CardLine, words: Words) -> Iterator[Entry]:
    """Return the face, and the caption below it."""
    review, cards = words.review, words.cards
    said = review.said_by.format(
        who=review.roles.named(card.said_by), provenance=review.provenance.named(card.provenance)
    )
    about = f"{cards.titles.named(card.theme)}. {said}"
    lines = (card.face and cards.faces.named(card.face), card.caption)
    yield from (Entry(about, text) for text in lines if text)


def _enquiry(found: Export, words: Words) -> list[Entry]:
    review, enquiry = words.review, found.enquiry
    pairs = [
        (review.enquiry, review.wishes.named(enquiry.wish) if enquiry.wish else None),
        (review.reason, enquiry.reason),
        (
            review.others_at_risk,
            review.others.named(enquiry.others_at_risk) if enquiry.others_at_risk else None,
        ),
    ]
    return [Entry(name, text) for name, text in pairs if text]


def _notes(notes: Notes | None, words: Words) -> list[tuple[str, list[Entry]]]:
    if notes is None:
        return []
    named, work, review = words.export.sections, words.work, words.review
    told = [
        Entry(f"{work.hows.named(one.how)}, {when(one.told_on)}, {one.by}", text)
        for one in notes.informed
        for text in (one.text, one.answer and work.their_answer.format(words=one.answer))
        if text
    ]
    tidy = [
        Entry(f"{review.wish.format(number=one.wish)}. {one.by}, {when(one.at)}", one.text)
        for one in notes.summaries
    ]
    return [
        (named.case, [Entry("", notes.case)] if notes.case else []),
        (named.summaries, tidy),
        (named.flags, list(_flags(notes, words))),
        (named.informed, told),
        (named.overrides, list(_overrides(notes, words))),
        (named.closings, list(_closings(notes, words))),
    ]


def _flags(notes: Notes, words: Words) -> Iterator[Entry]:
    work, review = words.work, words.review
    for flag in notes.flags:
        kind = work.whole if flag.kind == "whole" else review.kinds.named(flag.kind)
        place = review.wish.format(number=flag.wish) if flag.wish else ""
        decision = work.decisions.named(flag.decision) if flag.decision else words.export.undecided
        about = ". ".join(filter(None, (place, kind, decision, flag.by)))
        yield Entry(about, flag.words)
        reason = work.decide.reasons.named(flag.reason) if flag.reason else None
        yield from (Entry(about, text) for text in (reason, flag.note) if text)


def _overrides(notes: Notes, words: Words) -> Iterator[Entry]:
    form, work = words.work.override_form, words.work
    for one in notes.overrides:
        wish = work.wish_name.format(number=one.wish) if one.wish else None
        about = f"{wish or work.override_wishes.named(one.about)}. {when(one.decided_on)}, {one.by}"
        signed = (
            work.override_signed.named(one.signed).format(who=one.signed_by, when="").rstrip(", ")
            if one.signed
            else work.override_unsigned
        )
        yield Entry(about, form.bases.named(one.basis))
        yield Entry(about, signed)
        for name, text in one.reasons.items():
            if text:
                yield Entry(f"{about}. {form.named(name)}", text)


def _closings(notes: Notes, words: Words) -> Iterator[Entry]:
    work, review = words.work, words.review
    for one in notes.closings:
        about = work.closing_line.format(who=one.by, when=when(one.at))
        yield Entry(about, work.reviews.named(one.review))
        yield Entry(about, work.agrees.named(one.agreed))
        for number, achieved in one.results.items():
            name = work.wish_name.format(number=number)
            yield Entry(f"{about}. {name}", review.achieved.named(achieved))
        for name, text in one.details.items():
            if text:
                yield Entry(f"{about}. {work.details.named(name)}", text)
