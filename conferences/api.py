"""The API's door to conferences and plans."""

from conferences import forms as forms
from conferences.models import Conference
from conferences.serializers.conference import ConferenceOut
from workflow.api import RecordViewSet


class ConferenceViewSet(RecordViewSet):
    model = Conference
    out = ConferenceOut
    filterset_fields = ["state", "purpose"]
