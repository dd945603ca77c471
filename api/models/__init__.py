"""Every table. Importing this module makes the metadata whole."""

from api.models.access import Allocation, BreakGlass, LegalHold
from api.models.account import ApiToken, RecoveryCode, User, UserSession
from api.models.audit import AuditEvent
from api.models.casework import (
    Casework,
    Closing,
    Flag,
    FlagDecision,
    Informed,
    OutcomeResult,
    Override,
    Summary,
)
from api.models.conversation import ChatSession, Conversation, Draft, Message, Turn
from api.models.kiosk import Kiosk, KioskCall
from api.models.outcome import Conflict, Outcome, OutcomeVersion
from api.models.record import (
    Alert,
    Card,
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
    "Card",
    "Casework",
    "ChatSession",
    "Closing",
    "Conflict",
    "Conversation",
    "DifferingView",
    "Draft",
    "Enquiry",
    "Flag",
    "FlagDecision",
    "Informed",
    "Kiosk",
    "KioskCall",
    "LegalHold",
    "Message",
    "Need",
    "Option",
    "Outcome",
    "OutcomeResult",
    "OutcomeVersion",
    "Override",
    "RecoveryCode",
    "SafetyScale",
    "Statement",
    "Summary",
    "Told",
    "Turn",
    "User",
    "UserSession",
]
