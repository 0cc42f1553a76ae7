"""Addresses of people and of children's cases."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from people import api, views
from workflow.views import pages

urlpatterns = [
    path("cases/", views.cases, name="cases"),
    *pages(views.CaseDocument, views.CaseStep),
    *pages(views.PersonDocument, views.PersonStep),
    *pages(views.MissingDocument, views.MissingStep),
]

router = SimpleRouter()
router.register("people", api.PersonViewSet, "person")
router.register("cases", api.CaseViewSet, "case")
router.register("missing-episodes", api.MissingEpisodeViewSet, "missing-episode")
api_urls = router.urls
