"""What the API says of conferences."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from partners.serializers import MultiAgencyOut
from workflow.serializers import ReasonOut


class ReportOut(serializers.Serializer):
    agency = serializers.CharField(source="agency.name")
    received_at = serializers.DateTimeField()
    main_points = serializers.CharField()
    missing_because = serializers.CharField()


class InvitedPersonOut(serializers.Serializer):
    id = serializers.IntegerField(help_text="Names this person in the steps of this conference")
    person = serializers.CharField(
        source="person.reference",
        default=None,
        allow_null=True,
        help_text="Empty for somebody known by name alone",
    )
    name = serializers.CharField()
    role = serializers.CharField()
    relationship = serializers.CharField()
    attendance = serializers.CharField()
    comes_from = serializers.TimeField()
    comes_until = serializers.TimeField()
    apart_because = serializers.CharField()
    report_shared_at = serializers.DateTimeField()
    report_withheld_because = serializers.CharField()
    excluded_because = serializers.CharField()


class AnsweredOut(serializers.Serializer):
    answer = serializers.CharField()
    answer_words = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)
    answered_by = serializers.CharField(source="answered_by.name", default=None, allow_null=True)


class CorrectionOut(AnsweredOut):
    id = serializers.IntegerField(help_text="Names this correction where it is answered")
    asked_by = serializers.CharField()
    asked_at = serializers.DateTimeField(source="correction_asked_at")
    what = serializers.CharField()


class ComplaintOut(AnsweredOut):
    id = serializers.IntegerField(help_text="Names this complaint where it is answered or goes on")
    from_whom = serializers.CharField()
    received_at = serializers.DateTimeField()
    about = serializers.CharField()
    words = serializers.CharField()
    stage = serializers.IntegerField(source="stage_number")
    entered_at = serializers.DateTimeField(source="stage_entered_at")
    left_at = serializers.DateTimeField(
        source="stage_left_at", allow_null=True, help_text="When it went to the next stage"
    )


class ConferenceOut(MultiAgencyOut):
    purpose = serializers.CharField()
    requested_at = serializers.DateTimeField()
    reason = serializers.CharField()
    told_on = serializers.DateField()
    origin = serializers.CharField()
    origin_plan = serializers.CharField()
    origin_started_on = serializers.DateField()
    meanwhile_visits = serializers.CharField()
    last_visited_on = serializers.DateField()
    provisional_on = serializers.DateField()
    planned_for = serializers.DateTimeField()
    how = serializers.CharField()
    chair = serializers.CharField(source="chair.name", default=None)
    must_not_meet = serializers.CharField()
    held_at = serializers.DateTimeField()
    notice_sent_at = serializers.DateTimeField()
    minutes_approved_at = serializers.DateTimeField()
    minutes_circulated_at = serializers.DateTimeField()
    reports = serializers.SerializerMethodField()
    people = serializers.SerializerMethodField()
    corrections = serializers.SerializerMethodField()
    complaints = serializers.SerializerMethodField()
    asked_about = serializers.SerializerMethodField(help_text="What was not as it is planned")
    owed = serializers.SerializerMethodField(help_text="What a decision that protects went without")

    @extend_schema_field(ReportOut(many=True))
    def get_reports(self, record):
        return ReportOut(record.reports, many=True).data if self._one() else []

    @extend_schema_field(InvitedPersonOut(many=True))
    def get_people(self, record):
        return InvitedPersonOut(record.people, many=True).data if self._one() else []

    @extend_schema_field(CorrectionOut(many=True))
    def get_corrections(self, record):
        return CorrectionOut(record.corrections, many=True).data if self._one() else []

    @extend_schema_field(ComplaintOut(many=True))
    def get_complaints(self, record):
        return ComplaintOut(record.complaints, many=True).data if self._one() else []

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_asked_about(self, record):
        return record.odd() if self._one() else []

    @extend_schema_field(ReasonOut(many=True))
    def get_owed(self, record):
        if not self._one():
            return []
        rows = record.rows_visible_to(self.context["request"].user) if "request" in self.context else []
        said = [(row, what) for row in rows for what in row.still_to_say()]
        return ReasonOut(
            [{"says": f"Not said yet: {what}.", "child": row.reference} for row, what in said], many=True
        ).data
