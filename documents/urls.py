"""Addresses of documents."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from documents import api, views
from workflow import document
from workflow.views import pages

document.BESIDE.append(views.beside)

urlpatterns = [
    path("documents/of/<str:reference>/", views.Copies.as_view(), name="documents-of"),
    path("documents/<str:reference>/pdf/", views.DocumentFile.as_view(), name="documents-pdf"),
    *pages(views.IssuedDocumentPage, views.IssuedDocumentStep),
]

router = SimpleRouter()
router.register("documents", api.IssuedDocumentViewSet, "document")
api_urls = router.urls
