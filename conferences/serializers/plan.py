"""What the API says of plans, and of the actions, core groups and visits beneath them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from conferences.guards import plan as guards
from partners.serializers import MultiAgencyOut
from workflow.serializers import ReasonOut


class ProgressOut(serializers.Serializer):
    at = serializers.DateTimeField()
    words = serializers.CharField()
    written_by = serializers.CharField(source="written_by.name")


class PlanActionOut(serializers.Serializer):
    reference = serializers.CharField(help_text="Names the action where it is changed or ended")
    case = serializers.CharField(source="case.reference", default=None, help_text="Empty: for every child")
    risk = serializers.CharField()
    outcome = serializers.CharField()
    action = serializers.CharField()
    owner = serializers.CharField(source="owned_by")
    due_on = serializers.DateField()
    contingency = serializers.CharField()
    ended = serializers.CharField()
    ended_at = serializers.DateTimeField()
    ended_because = serializers.CharField()
    progress = ProgressOut(many=True, source="progress.all")


class MetChildOut(serializers.Serializer):
    case = serializers.CharField(source="case.reference")
    risk = serializers.CharField()
    risk_words = serializers.CharField()


class PlanMeetingOut(serializers.Serializer):
    reference = serializers.CharField()
    kind = serializers.CharField()
    held_at = serializers.DateTimeField()
    recorded_at = serializers.DateTimeField()
    written_by = serializers.CharField(source="written_by.name")
    agencies = serializers.ListField(child=serializers.CharField())
    who_was_there = serializers.CharField()
    parents = serializers.CharField()
    progress = serializers.CharField()
    next_on = serializers.DateField()
    bring_forward = serializers.CharField()
    inquorate_because = serializers.CharField(help_text="Why a core group met without its quorum")
    children = serializers.SerializerMethodField()

    @extend_schema_field(MetChildOut(many=True))
    def get_children(self, meeting):
        seen = self.context.get("cases", ())
        return MetChildOut([each for each in meeting.children.all() if each.case_id in seen], many=True).data


class VisitOut(serializers.Serializer):
    case = serializers.CharField(source="case.reference")
    visit = serializers.BooleanField(help_text="False: a call, which is no visit")
    at = serializers.DateTimeField(help_text="When the visit or call was")
    recorded_at = serializers.DateTimeField(help_text="When it was written down")
    seen = serializers.CharField()
    counted_as = serializers.CharField(source="counted", help_text="seen, apart (at a distance) or not")
    counts_as = serializers.CharField(source="get_counted_display", help_text="The same in words")
    how = serializers.CharField()
    place = serializers.CharField()
    by_whom = serializers.CharField()
    announced = serializers.BooleanField()
    sleeping_place_seen = serializers.BooleanField()
    sleeping_place = serializers.CharField()
    not_alone_because = serializers.CharField()
    who_else = serializers.CharField()
    observed = serializers.CharField()
    what_next = serializers.CharField()
    manager_told = serializers.CharField()
    written_by = serializers.CharField(source="written_by.name")


class ChildProtectionPlanOut(MultiAgencyOut):
    started_at = serializers.DateTimeField()
    conference = serializers.CharField(source="cause.reference")
    closed_at = serializers.DateTimeField()
    owed = serializers.SerializerMethodField(help_text="What going on with the plan went without")

    @extend_schema_field(ReasonOut(many=True))
    def get_owed(self, record):
        request = self.context.get("request")
        if request is None or self.context.get("in_list"):
            return []
        seen = {row.pk for row in record.rows_visible_to(request.user)}
        return ReasonOut(
            [
                {"says": says, "child": row.reference, "mend": mend.replace("_", "-")}
                for row, says, mend in guards.all_owed(record)
                if row.pk in seen
            ],
            many=True,
        ).data
