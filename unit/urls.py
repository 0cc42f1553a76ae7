"""Addresses of the pages that belong to no single record."""

from django.urls import path

from unit import views

urlpatterns = [
    path("", views.worklist, name="worklist"),
    path("meetings/", views.meetings, name="meetings"),
    path("dates/", views.dates, name="due"),
]
api_urls: list = []
