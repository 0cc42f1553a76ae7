"""The gallery; included by the root only where DEBUG is on."""

from django.urls import path

from govuk.views import gallery

urlpatterns = [path("", gallery, name="gallery"), path("<slug:name>/", gallery, name="gallery-page")]
