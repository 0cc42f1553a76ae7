"""Addresses of discussions, enquiries and emergency protection."""

from rest_framework.routers import SimpleRouter

from strategy import api, views
from workflow.views import pages

urlpatterns = [
    *pages(views.DiscussionDocument, views.DiscussionStep),
    *pages(views.EnquiryDocument, views.EnquiryStep),
    *pages(views.MedicalDocument, views.MedicalStep),
    *pages(views.InterviewDocument, views.InterviewStep),
    *pages(views.ProtectionDocument, views.ProtectionStep),
    *pages(views.OrderDocument, views.OrderStep),
]

router = SimpleRouter()
router.register("strategy-discussions", api.StrategyDiscussionViewSet, "strategy-discussion")
router.register("section-47-enquiries", api.Section47EnquiryViewSet, "section-47-enquiry")
router.register("medicals", api.ChildProtectionMedicalViewSet, "child-protection-medical")
router.register("abe-interviews", api.AbeInterviewViewSet, "abe-interview")
router.register("emergency-protections", api.EmergencyProtectionViewSet, "emergency-protection")
router.register("orders", api.CourtOrderViewSet, "court-order")
api_urls = router.urls
