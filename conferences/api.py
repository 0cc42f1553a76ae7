"""The API's door to conferences and plans."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action

from conferences import queries
from conferences.models import ChildInNeedPlan, ChildProtectionPlan, Conference, RiskOutsideTheHomePlan
from conferences.serializers.conference import ConferenceOut
from conferences.serializers.plan import ChildProtectionPlanOut, PlanActionOut, PlanMeetingOut, VisitOut
from conferences.serializers.support import ChildInNeedPlanOut, RiskOutsideTheHomePlanOut
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
    page = OpenApiParameter("page", int, description="A page number within the paginated result set.")
    refused = {key: problem for key, problem in REFUSALS.items() if key[0] in (401, 403, 404)}
    return extend_schema(summary=summary, parameters=[page], responses={200: out(many=True), **refused})(act)


class ConferenceViewSet(RecordViewSet):
    model = Conference
    out = ConferenceOut
    filterset_fields = ["state", "purpose"]


class WorkedPlanViewSet(RecordViewSet):
    """What every plan has beneath it: actions, meetings and visits."""

    list_actions = beneath(
        "actions", PlanActionOut, queries.actions, "The actions of a plan, the first due first"
    )
    list_visits = beneath("visits", VisitOut, queries.visits, "Visits and calls, an entry for each child")


class ChildProtectionPlanViewSet(WorkedPlanViewSet):
    """Begun by the conference that decides so, never by itself."""

    model = ChildProtectionPlan
    out = ChildProtectionPlanOut
    list_core_groups = beneath(
        "core-groups", PlanMeetingOut, queries.meetings, "The core groups of a plan, the latest first"
    )


class SupportPlanViewSet(WorkedPlanViewSet):
    """What a plan that is offered and accepted has beneath it."""

    list_meetings = beneath(
        "meetings", PlanMeetingOut, queries.meetings, "The meetings and reviews of a plan, the latest first"
    )

    def get_queryset(self):
        return super().get_queryset().select_related("offered_by", "cause")


class ChildInNeedPlanViewSet(SupportPlanViewSet):
    """Offered by a manager, or after a conference; worked once its worker has accepted."""

    model = ChildInNeedPlan
    out = ChildInNeedPlanOut


class RiskOutsideTheHomePlanViewSet(SupportPlanViewSet):
    """Beside a conference or another plan, where parents protect."""

    model = RiskOutsideTheHomePlan
    out = RiskOutsideTheHomePlanOut
