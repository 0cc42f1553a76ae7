"""The API's door to pre-proceedings."""

from court.models import PreProceedings
from court.serializers import PreProceedingsOut
from workflow.api import RecordViewSet


class PreProceedingsViewSet(RecordViewSet):
    model = PreProceedings
    out = PreProceedingsOut
