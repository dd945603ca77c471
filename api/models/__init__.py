"""Every table. Importing this module makes the metadata whole."""

from api.models.account import ApiToken, User, UserSession
from api.models.audit import AuditEvent
from api.models.conversation import ChatSession, Conversation, Message, Turn
from api.models.outcome import Conflict, Outcome, OutcomeVersion
from api.models.record import (
    Alert,
    DifferingView,
    Enquiry,
    Need,
    Option,
    SafetyScale,
    Statement,
    Told,
)

__all__ = [
    "Alert",
    "ApiToken",
    "AuditEvent",
    "ChatSession",
    "Conflict",
    "Conversation",
    "DifferingView",
    "Enquiry",
    "Message",
    "Need",
    "Option",
    "Outcome",
    "OutcomeVersion",
    "SafetyScale",
    "Statement",
    "Told",
    "Turn",
    "User",
    "UserSession",
]
