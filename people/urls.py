"""Addresses of the children's pages."""

from django.urls import path

from people.views import CaseDocument, CaseStep, cases
from workflow.views import pages

urlpatterns = [path("cases/", cases, name="cases"), *pages(CaseDocument, CaseStep)]
api_urls: list = []
