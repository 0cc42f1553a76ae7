"""The API's door to conferences and plans."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from conferences import forms as forms
from conferences import queries
from conferences.models import ChildProtectionPlan, Conference
from conferences.serializers.conference import ConferenceOut
from conferences.serializers.plan import ActionOut, ChildProtectionPlanOut, MeetingOut, VisitOut
from workflow.api import REFUSALS, RecordViewSet


def beneath(path: str, out: type, read: Any, summary: str):
    """GET <resource>/<reference>/<path>/: what hangs by a plan, a page at a time, within what the reader may see."""

    def listed(self, request, reference=None):
        record = self.get_object()
        rows = self.paginator.paginate_queryset(read(record, request.user), request, view=self)
        context = {**self.get_serializer_context(), "cases": set(queries.cases_seen(record, request.user))}
        return self.paginator.get_paginated_response(out(rows, many=True, context=context).data)

    listed.__name__ = f"list_{path.replace('-', '_')}"
    listed.__doc__ = summary
    act = action(detail=True, methods=["get"], url_path=path, url_name=path, filter_backends=[])(listed)
    return extend_schema(summary=summary, responses={200: out(many=True), **REFUSALS})(act)


class ConferenceViewSet(RecordViewSet):
    model = Conference
    out = ConferenceOut
    filterset_fields = ["state", "purpose"]


class WorkedPlanViewSet(RecordViewSet):
    """What every plan has beneath it: actions, meetings and visits."""

    list_actions = beneath(
        "actions", ActionOut, queries.actions, "The actions of a plan, the first due first"
    )
    list_visits = beneath("visits", VisitOut, queries.visits, "The visits of a plan, an entry for each child")


class ChildProtectionPlanViewSet(WorkedPlanViewSet):
    """Begun by the conference that decides so, never by itself."""

    model = ChildProtectionPlan
    out = ChildProtectionPlanOut
    list_core_groups = beneath(
        "core-groups", MeetingOut, queries.meetings, "The core groups of a plan, the latest first"
    )
