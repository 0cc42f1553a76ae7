"""Addresses of conferences and plans."""

from rest_framework.routers import SimpleRouter

from conferences import api
from conferences.views import conference, plan, support
from workflow.views import pages

urlpatterns: list = [
    *pages(conference.ConferenceDocument, conference.ConferenceStep),
    *pages(plan.PlanDocument, plan.PlanStep),
    *pages(support.ChildInNeedPlanDocument, support.ChildInNeedPlanStep),
    *pages(support.RiskOutsideTheHomePlanDocument, support.RiskOutsideTheHomePlanStep),
]

router = SimpleRouter()
router.register("conferences", api.ConferenceViewSet, "conference")
router.register("plans", api.ChildProtectionPlanViewSet, "plan")
router.register("child-in-need-plans", api.ChildInNeedPlanViewSet, "child-in-need-plan")
router.register(
    "risk-outside-the-home-plans", api.RiskOutsideTheHomePlanViewSet, "risk-outside-the-home-plan"
)
api_urls = router.urls
