"""The API's door to documents: the copies made of a record, a new one, and each as a file."""

import json

from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.response import Response

from documents import files
from documents.models import IssuedDocument
from documents.serializers import IssuedDocumentOut
from workflow.api import REFUSALS, RecordViewSet


class PdfRenderer(BaseRenderer):
    """The file as it is; a refusal stays JSON, whatever was asked for."""

    media_type = "application/pdf"
    format = "pdf"
    charset = None
    render_style = "binary"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return data if isinstance(data, bytes) else json.dumps(data).encode()


class DocumentFilter(filters.FilterSet):
    record = filters.CharFilter(field_name="record__reference", help_text="Copies made of this record")
    letter = filters.CharFilter(field_name="letter")
    state = filters.CharFilter(field_name="state")


class IssuedDocumentViewSet(RecordViewSet):
    """Copies for one named recipient each: made by POST, listed with `?record=`, a file at `<reference>/pdf/`."""

    model = IssuedDocument
    out = IssuedDocumentOut
    filterset_fields: list[str] = []
    filterset_class = DocumentFilter

    def get_queryset(self):
        return super().get_queryset().select_related("record", "made_by")

    @extend_schema(
        summary="The document as a PDF", responses={(200, "application/pdf"): OpenApiTypes.BINARY, **REFUSALS}
    )
    @action(
        detail=True,
        methods=["get"],
        pagination_class=None,
        filter_backends=[],
        filterset_class=None,
        renderer_classes=[PdfRenderer, JSONRenderer],
    )
    def pdf(self, request, reference=None):
        """Tagged, with its title and language. Not of a copy that was recalled."""
        document = self.get_object()
        named = {"Content-Disposition": f'attachment; filename="{document.reference}.pdf"'}
        return Response(files.pdf_of(document), headers=named, content_type="application/pdf")
