"""Addresses of referrals and assessments."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from referrals import api, views
from workflow.views import pages

urlpatterns = [
    path("referrals/", views.inbox, name="inbox"),
    path("referrals/open/key-in/", views.key_in, name="referrals-key-in"),
    *pages(views.ReferralDocument, views.ReferralStep),
    *pages(views.AssessmentDocument, views.AssessmentStep),
]

router = SimpleRouter()
router.register("referrals", api.ReferralViewSet, "referral")
router.register("assessments", api.AssessmentViewSet, "assessment")
api_urls = router.urls
