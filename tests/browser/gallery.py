"""The application's addresses with the gallery beside them, as on a developer's machine."""

from django.urls import include, path

from config import urls

urlpatterns = [*urls.urlpatterns, path("gallery/", include("govuk.urls"))]
