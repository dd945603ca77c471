"""Every table. Importing this module makes the metadata whole."""

from api.models.access import Allocation, BreakGlass, LegalHold
from api.models.account import ApiToken, RecoveryCode, User, UserSession
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
    "Allocation",
    "ApiToken",
    "AuditEvent",
    "BreakGlass",
    "ChatSession",
    "Conflict",
    "Conversation",
    "DifferingView",
    "Enquiry",
    "LegalHold",
    "Message",
    "Need",
    "Option",
    "Outcome",
    "OutcomeVersion",
    "RecoveryCode",
    "SafetyScale",
    "Statement",
    "Told",
    "Turn",
    "User",
    "UserSession",
]
