from strategy.models.discussion import StrategyDiscussion, StrategyDiscussionChild
from strategy.models.enquiry import HarmType, HomeSeen, ParentSpoken, Section47Child, Section47Enquiry
from strategy.models.order import CourtOrder, CourtOrderChild, OrderExtended, ToldOfOrder
from strategy.models.protection import EmergencyProtection, EmergencyProtectionChild, ToldOfProtection

__all__ = [
    "CourtOrder",
    "CourtOrderChild",
    "EmergencyProtection",
    "EmergencyProtectionChild",
    "HarmType",
    "HomeSeen",
    "OrderExtended",
    "ParentSpoken",
    "Section47Child",
    "Section47Enquiry",
    "StrategyDiscussion",
    "StrategyDiscussionChild",
    "ToldOfOrder",
    "ToldOfProtection",
]
