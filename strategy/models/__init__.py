from strategy.models.discussion import StrategyDiscussion, StrategyDiscussionChild
from strategy.models.enquiry import HarmType, HomeSeen, ParentSpoken, Section47Child, Section47Enquiry
from strategy.models.interview import AbeInterview, AbeInterviewChild, InterviewContent
from strategy.models.medical import (
    ChildProtectionMedical,
    ChildProtectionMedicalChild,
    MedicalAction,
    MedicalConsent,
    MedicalMark,
    MedicalOpinion,
    NotBrought,
)
from strategy.models.order import CourtOrder, CourtOrderChild, OrderExtended, ToldOfOrder
from strategy.models.protection import EmergencyProtection, EmergencyProtectionChild, ToldOfProtection

__all__ = [
    "AbeInterview",
    "AbeInterviewChild",
    "ChildProtectionMedical",
    "ChildProtectionMedicalChild",
    "CourtOrder",
    "CourtOrderChild",
    "EmergencyProtection",
    "EmergencyProtectionChild",
    "HarmType",
    "HomeSeen",
    "InterviewContent",
    "MedicalAction",
    "MedicalConsent",
    "MedicalMark",
    "MedicalOpinion",
    "NotBrought",
    "OrderExtended",
    "ParentSpoken",
    "Section47Child",
    "Section47Enquiry",
    "StrategyDiscussion",
    "StrategyDiscussionChild",
    "ToldOfOrder",
    "ToldOfProtection",
]
