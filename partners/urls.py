"""Addresses of professional disagreements."""

from rest_framework.routers import SimpleRouter

from partners import api, views
from workflow.views import pages

urlpatterns = [*pages(views.DisagreementDocument, views.DisagreementStep)]

router = SimpleRouter()
router.register("disagreements", api.DisagreementViewSet, "disagreement")
api_urls = router.urls
