"""The API's door to discussions, enquiries and emergency protection."""

from strategy import forms as forms
from strategy.models import CourtOrder, EmergencyProtection, Section47Enquiry, StrategyDiscussion
from strategy.serializers import (
    CourtOrderOut,
    EmergencyProtectionOut,
    Section47EnquiryOut,
    StrategyDiscussionOut,
)
from workflow.api import RecordViewSet


class StrategyDiscussionViewSet(RecordViewSet):
    model = StrategyDiscussion
    out = StrategyDiscussionOut


class Section47EnquiryViewSet(RecordViewSet):
    """Opened by the discussion that agrees it, never by itself."""

    model = Section47Enquiry
    out = Section47EnquiryOut


class EmergencyProtectionViewSet(RecordViewSet):
    model = EmergencyProtection
    out = EmergencyProtectionOut


class CourtOrderViewSet(RecordViewSet):
    model = CourtOrder
    out = CourtOrderOut
