"""Addresses of conferences and plans."""

from rest_framework.routers import SimpleRouter

from conferences import api
from conferences.views import conference
from workflow.views import pages

urlpatterns: list = [
    *pages(conference.ConferenceDocument, conference.ConferenceStep),
]

router = SimpleRouter()
router.register("conferences", api.ConferenceViewSet, "conference")
api_urls = router.urls
