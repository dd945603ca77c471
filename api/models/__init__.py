"""Every table. Importing this module makes the metadata whole."""

from api.models.access import Allocation, BreakGlass, LegalHold
from api.models.account import ApiToken, RecoveryCode, User, UserSession
from api.models.audit import AuditEvent
from api.models.case import CaseLink, Invite
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
from api.models.escalation import Escalation
from api.models.kiosk import Kiosk, KioskCall
from api.models.outcome import Conflict, Outcome, OutcomeVersion
from api.models.practice import (
    Capacity,
    ConflictOfInterest,
    HouseholdMember,
    SecondOpinion,
    Supporter,
    Weighing,
)
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
    "Capacity",
    "Card",
    "CaseLink",
    "Casework",
    "ChatSession",
    "Closing",
    "Conflict",
    "ConflictOfInterest",
    "Conversation",
    "DifferingView",
    "Draft",
    "Enquiry",
    "Escalation",
    "Flag",
    "FlagDecision",
    "HouseholdMember",
    "Informed",
    "Invite",
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
    "SecondOpinion",
    "Statement",
    "Summary",
    "Supporter",
    "Told",
    "Turn",
    "User",
    "UserSession",
    "Weighing",
]
