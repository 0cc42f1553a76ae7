"""The API's door to professional disagreements."""

from partners.models import Disagreement
from partners.serializers import DisagreementOut
from workflow.api import RecordViewSet


class DisagreementViewSet(RecordViewSet):
    """Raised by anybody in a record, on any of its decisions."""

    model = Disagreement
    out = DisagreementOut
