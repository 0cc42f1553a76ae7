"""The API's door to discussions, enquiries and emergency protection."""

from strategy.models import (
    AbeInterview,
    ChildProtectionMedical,
    CourtOrder,
    EmergencyProtection,
    Section47Enquiry,
    StrategyDiscussion,
)
from strategy.serializers import (
    AbeInterviewOut,
    ChildProtectionMedicalOut,
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


class ChildProtectionMedicalViewSet(RecordViewSet):
    model = ChildProtectionMedical
    out = ChildProtectionMedicalOut


class AbeInterviewViewSet(RecordViewSet):
    """Everybody who works with the child reads that it was held, when, and the safeguarding summary."""

    model = AbeInterview
    out = AbeInterviewOut


class EmergencyProtectionViewSet(RecordViewSet):
    model = EmergencyProtection
    out = EmergencyProtectionOut


class CourtOrderViewSet(RecordViewSet):
    model = CourtOrder
    out = CourtOrderOut
