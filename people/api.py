"""The API's door to people and cases."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from cpu.models import Clock
from people import queries
from people.models import Case, IdentifierKind, MissingEpisode, Person
from people.serializers import (
    CaseOut,
    ClockOut,
    MatchIn,
    MatchOut,
    MissingEpisodeOut,
    NoteOut,
    PersonOut,
)
from workflow.api import RecordViewSet


class PersonViewSet(RecordViewSet):
    """Children, unborn children and adults. Found by reference, or by what is known of them in a body."""

    model = Person
    out = PersonOut

    def get_queryset(self):
        return super().get_queryset().prefetch_related("identifiers")

    @extend_schema(
        summary="Who this may be among the people known", request=MatchIn, responses=MatchOut(many=True)
    )
    @action(detail=False, methods=["post"], pagination_class=None, filter_backends=[])
    def matches(self, request):
        """Likely people, best first, each with the reasons: a person decides what they mean."""
        asked = MatchIn(data=request.data)
        asked.is_valid(raise_exception=True)
        known = dict(asked.validated_data)
        identifiers = [(IdentifierKind.NHS, known.pop("nhs_number")), (IdentifierKind.UPN, known.pop("upn"))]
        found = queries.possible_matches(
            among=Person.visible_to(request.user), identifiers=identifiers, **known
        )
        return Response(MatchOut(found, many=True).data)


class CaseViewSet(RecordViewSet):
    """Opened by a referral's decision or by an emergency, never by itself."""

    model = Case
    out = CaseOut

    def get_queryset(self):
        return super().get_queryset().select_related("subject", "child__subject")

    @extend_schema(summary="The clocks that run for this child", responses=ClockOut(many=True))
    @action(detail=True, methods=["get"], pagination_class=None, filter_backends=[])
    def clocks(self, request, reference=None):
        """What is due first stands first."""
        return Response(ClockOut(Clock.running_for(self.get_object()), many=True).data)

    @extend_schema(summary="The notes about this child", responses=NoteOut(many=True))
    @action(detail=True, methods=["get"], pagination_class=None, filter_backends=[])
    def notes(self, request, reference=None):
        """Written on the case or in any stage, oldest first."""
        rows = self.get_object().notes.select_related("written_by", "record")
        return Response(NoteOut(rows, many=True).data)


class MissingEpisodeViewSet(RecordViewSet):
    """Recorded by anyone on duty: two answers are enough."""

    model = MissingEpisode
    out = MissingEpisodeOut
