"""Addresses of conferences and plans."""

from rest_framework.routers import SimpleRouter

from conferences import api
from conferences.views import conference, plan
from workflow.views import pages

urlpatterns: list = [
    *pages(conference.ConferenceDocument, conference.ConferenceStep),
    *pages(plan.PlanDocument, plan.PlanStep),
]

router = SimpleRouter()
router.register("conferences", api.ConferenceViewSet, "conference")
router.register("plans", api.ChildProtectionPlanViewSet, "plan")
api_urls = router.urls
