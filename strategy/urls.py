"""Addresses of discussions, enquiries and emergency protection."""

from rest_framework.routers import SimpleRouter

from strategy import api
from strategy.views import discussion, enquiry, interview, medical, order, protection
from workflow.views import pages

urlpatterns = [
    *pages(discussion.DiscussionDocument, discussion.DiscussionStep),
    *pages(enquiry.EnquiryDocument, enquiry.EnquiryStep),
    *pages(medical.MedicalDocument, medical.MedicalStep),
    *pages(interview.InterviewDocument, interview.InterviewStep),
    *pages(protection.ProtectionDocument, protection.ProtectionStep),
    *pages(order.OrderDocument, order.OrderStep),
]

router = SimpleRouter()
router.register("strategy-discussions", api.StrategyDiscussionViewSet, "strategy-discussion")
router.register("section-47-enquiries", api.Section47EnquiryViewSet, "section-47-enquiry")
router.register("medicals", api.ChildProtectionMedicalViewSet, "child-protection-medical")
router.register("abe-interviews", api.AbeInterviewViewSet, "abe-interview")
router.register("emergency-protections", api.EmergencyProtectionViewSet, "emergency-protection")
router.register("orders", api.CourtOrderViewSet, "court-order")
api_urls = router.urls
