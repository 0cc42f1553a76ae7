from strategy.models.discussion import StrategyDiscussion, StrategyDiscussionChild
from strategy.models.enquiry import HarmType, HomeSeen, ParentSpoken, Section47Child, Section47Enquiry
from strategy.models.protection import EmergencyProtection, EmergencyProtectionChild, ToldOfProtection

__all__ = [
    "EmergencyProtection",
    "EmergencyProtectionChild",
    "HarmType",
    "HomeSeen",
    "ParentSpoken",
    "Section47Child",
    "Section47Enquiry",
    "StrategyDiscussion",
    "StrategyDiscussionChild",
    "ToldOfProtection",
]
