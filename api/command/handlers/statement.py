"""Statements, options, needs, and whether they want it looked into: each kept as its own kind."""

from api.command import schemas
from api.command.handle import handle
from api.command.recorder import Context
from api.models import DifferingView, Enquiry, Need, Option, Statement


@handle.register
def record_statement(command: schemas.RecordStatement, at: Context) -> None:
    at.must_have_been_said(command.text)
    if at.is_known(Statement, command.id):
        return
    at.session.add(
        Statement(
            id=command.id,
            conversation_id=at.conversation.id,
            turn_seq=at.seq,
            kind=command.kind,
            said_by=command.said_by,
            provenance=command.provenance,
            words=at.vault.seal(command.text, f"statement.words:{command.id}"),
        )
    )


@handle.register
def record_option(command: schemas.RecordOption, at: Context) -> None:
    at.must_have_been_said(command.text)
    if command.outcome_id is not None:
        at.outcome(command.outcome_id)
    if at.is_known(Option, command.id):
        return
    at.session.add(
        Option(
            id=command.id,
            conversation_id=at.conversation.id,
            outcome_id=command.outcome_id,
            turn_seq=at.seq,
            words=at.vault.seal(command.text, f"option.words:{command.id}"),
        )
    )


@handle.register
def record_need(command: schemas.RecordNeed, at: Context) -> None:
    at.must_have_been_said(command.text)
    if at.is_known(Need, command.id):
        return
    at.session.add(
        Need(
            id=command.id,
            conversation_id=at.conversation.id,
            turn_seq=at.seq,
            words=at.vault.seal(command.text, f"need.words:{command.id}"),
        )
    )


@handle.register
def record_enquiry(command: schemas.RecordEnquiry, at: Context) -> None:
    enquiry = at.session.get(Enquiry, at.conversation.id)
    if enquiry is None:
        enquiry = Enquiry(conversation_id=at.conversation.id)
        at.session.add(enquiry)
    if command.wish is not None:
        enquiry.wish = command.wish
    if command.others_at_risk is not None:
        enquiry.others_at_risk = command.others_at_risk
    if command.reason is not None:
        at.must_have_been_said(command.reason)
        enquiry.reason = at.vault.seal(command.reason, f"enquiry.reason:{at.conversation.id}")
    # Found again by the next command of the same turn, before it is in the database.
    at.session.flush()


@handle.register
def record_differing_view(command: schemas.RecordDifferingView, at: Context) -> None:
    at.must_have_been_said(command.who)
    at.must_have_been_said(command.text)
    if at.is_known(DifferingView, command.id):
        return
    at.session.add(
        DifferingView(
            id=command.id,
            conversation_id=at.conversation.id,
            turn_seq=at.seq,
            who=at.vault.seal(command.who, f"differing_view.who:{command.id}"),
            words=at.vault.seal(command.text, f"differing_view.words:{command.id}"),
        )
    )
