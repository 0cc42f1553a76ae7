"""Addresses of the pages that belong to no single record, and of the unit's own settings."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from unit import api, views
from workflow.views import pages_of

urlpatterns = [
    path("", views.worklist, name="worklist"),
    path("night/", views.night, name="night"),
    path("meetings/", views.meetings, name="meetings"),
    path("dates/", views.dates, name="due"),
    path("unit/", views.settings, name="unit"),
    *(each for viewset in api.VIEWSETS for each in pages_of(viewset.model)),
]

router = SimpleRouter()
for viewset in api.VIEWSETS:
    router.register(viewset.model.resource, viewset, viewset.model.kind)
for named in (api.AgencyViewSet, api.TeamViewSet, api.ColleagueViewSet):
    router.register(named.model.resource, named, named.model.__name__.lower())
api_urls = router.urls
