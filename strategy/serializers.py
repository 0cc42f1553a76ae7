"""What the API says of discussions, enquiries and emergency protection."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from partners.serializers import MultiAgencyOut
from strategy import guards, queries
from workflow.serializers import ReasonOut, StageOut


class StrategyDiscussionOut(MultiAgencyOut):
    requested_at = serializers.DateTimeField()
    reason = serializers.CharField()
    urgency = serializers.CharField()
    review = serializers.BooleanField()
    convened_for = serializers.DateTimeField()
    how = serializers.CharField()
    chair = serializers.CharField(source="chair.name", default=None)
    held_at = serializers.DateTimeField()
    confirmed_at = serializers.DateTimeField()
    record_issued_at = serializers.DateTimeField()


class Section47EnquiryOut(MultiAgencyOut):
    started_at = serializers.DateTimeField()
    enquirers = serializers.CharField()
    cause = serializers.CharField(source="cause.reference")
    closed_at = serializers.DateTimeField()
    owed = serializers.SerializerMethodField(help_text="What a step up went without")

    @extend_schema_field(ReasonOut(many=True))
    def get_owed(self, record):
        if self.context.get("in_list"):
            return []
        return ReasonOut(
            [
                {"says": says, "child": row.reference, "mend": mend.replace("_", "-")}
                for row, says, mend in guards.all_owed(record)
            ],
            many=True,
        ).data


class EmergencyProtectionOut(StageOut):
    reason = serializers.CharField()
    officer = serializers.CharField()
    designated_officer = serializers.CharField()
    police_reference = serializers.CharField()
    discussion = serializers.CharField(source="discussion.reference", default=None)


class CourtOrderOut(StageOut):
    what = serializers.CharField()
    made_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    reason = serializers.CharField()
    grounds = serializers.CharField()
    without_notice = serializers.BooleanField()
    applied_by = serializers.CharField()
    medical_direction = serializers.CharField()
    contact_direction = serializers.CharField()
    other_directions = serializers.CharField()
    court = serializers.CharField()
    case_number = serializers.CharField()
    discussion = serializers.CharField(source="discussion.reference", default=None)
    doubts = serializers.SerializerMethodField(help_text="What to look at again; nothing of it is refused")

    @extend_schema_field(ReasonOut(many=True))
    def get_doubts(self, record):
        request = self.context.get("request")
        if self.context.get("in_list") or request is None:
            return []
        found = queries.doubts(record, record.rows_visible_to(request.user))
        return ReasonOut(
            [
                {"says": each.says, "child": each.row.reference, "mend": each.mend.replace("_", "-")}
                for each in found
            ],
            many=True,
        ).data
