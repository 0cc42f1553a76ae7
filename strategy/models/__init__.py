from strategy.models.discussion import StrategyDiscussion, StrategyDiscussionChild
from strategy.models.enquiry import Section47Child, Section47Enquiry

__all__ = ["Section47Child", "Section47Enquiry", "StrategyDiscussion", "StrategyDiscussionChild"]
