"""What the API says of discussions, enquiries and emergency protection."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from partners.serializers import MultiAgencyOut
from strategy import queries
from strategy.guards import discussion, enquiry, interview, medical
from workflow.forms import moment_of_the_door
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
    owed = serializers.SerializerMethodField(help_text="A medical that is needed and not yet asked for")

    @extend_schema_field(ReasonOut(many=True))
    def get_owed(self, record):
        if self.context.get("in_list") or not self.opens(record):
            return []
        return ReasonOut(
            [{"says": says, "child": row.reference} for row, says in discussion.medicals_owed(record)],
            many=True,
        ).data


class Section47EnquiryOut(MultiAgencyOut):
    started_at = serializers.DateTimeField()
    enquirers = serializers.CharField()
    cause = serializers.CharField(source="cause.reference")
    closed_at = serializers.DateTimeField()
    owed = serializers.SerializerMethodField(help_text="What a step up went without")

    @extend_schema_field(ReasonOut(many=True))
    def get_owed(self, record):
        if self.context.get("in_list") or not self.opens(record):
            return []
        return ReasonOut(
            [
                {"says": says, "child": row.reference, "mend": mend.replace("_", "-")}
                for row, says, mend in enquiry.all_owed(record)
            ],
            many=True,
        ).data


class OfMedicalOut(serializers.Serializer):
    """A dated fact of a medical."""

    written_by = serializers.CharField(source="written_by.name")
    written_at = serializers.DateTimeField()


class NotBroughtOut(OfMedicalOut):
    at = serializers.DateTimeField()
    expected_at = serializers.DateTimeField()
    what_next = serializers.CharField()
    manager_told = serializers.CharField()


class ConsentOut(OfMedicalOut):
    part = serializers.CharField()
    given = serializers.BooleanField()
    by_right = serializers.CharField()
    who = serializers.CharField()
    how = serializers.CharField()
    at = serializers.DateTimeField()


class MarkOut(OfMedicalOut):
    site = serializers.CharField()
    size = serializers.CharField()
    shape = serializers.CharField()
    colour = serializers.CharField()
    feel = serializers.CharField()
    explanation = serializers.CharField()
    explained_by = serializers.CharField()
    development = serializers.CharField()
    photograph = serializers.CharField()


class OpinionOut(OfMedicalOut):
    id = serializers.IntegerField(help_text="Names this opinion where it is confirmed")
    kind = serializers.CharField()
    opinion = serializers.CharField()
    opinion_label = serializers.CharField(source="get_opinion_display")
    words = serializers.CharField()
    said_by = serializers.CharField()
    at = serializers.DateTimeField()
    told = serializers.CharField()
    by_telephone = serializers.BooleanField()
    confirmed_at = serializers.DateTimeField()


class ActionOut(OfMedicalOut):
    id = serializers.IntegerField(help_text="Names this action where its end is recorded")
    kind = serializers.CharField()
    words = serializers.CharField()
    who = serializers.CharField()
    from_on = serializers.DateField()
    due_on = serializers.DateField()
    done_on = serializers.DateField()
    outcome = serializers.CharField()


class MedicalDetailOut(serializers.Serializer):
    """What stands in a medical, part by part; `asked`: what it was recorded without."""

    reminder = serializers.CharField()
    not_brought = NotBroughtOut(many=True)
    consent = ConsentOut(many=True)
    marks = MarkOut(many=True)
    opinions = OpinionOut(many=True)
    actions = ActionOut(many=True)
    asked = ReasonOut(many=True)


class ChildProtectionMedicalOut(StageOut):
    type = serializers.CharField()
    discussion = serializers.CharField(source="discussion.reference", default=None)
    requested_by = serializers.CharField(source="requested_by.name", default=None)
    requested_at = serializers.DateTimeField()
    allegation = serializers.CharField()
    last_incident_at = serializers.DateTimeField()
    last_incident = serializers.CharField()
    siblings = serializers.CharField()
    interpreter = serializers.CharField()
    brought_by = serializers.CharField()
    asked_of = serializers.CharField(source="asked_of.name", default=None)
    sarc_called_at = serializers.DateTimeField()
    sarc_spoke_to = serializers.CharField()
    sarc_advice = serializers.CharField()
    early_samples = serializers.CharField()
    accepted_by = serializers.CharField()
    accepted_words = serializers.CharField()
    booked_for = serializers.DateTimeField()
    place = serializers.CharField()
    clinician = serializers.CharField()
    why_not_sooner = serializers.CharField()
    examined_at = serializers.DateTimeField()
    examined_until = serializers.DateTimeField()
    supervised_by = serializers.CharField()
    chaperone = serializers.CharField()
    who_was_there = serializers.CharField()
    assent = serializers.CharField()
    photographs_taken = serializers.BooleanField()
    samples_taken = serializers.BooleanField()
    findings = serializers.CharField()
    not_examined = serializers.CharField()
    causes_considered = serializers.CharField()
    preliminary_given_at = serializers.DateTimeField()
    report_issued_at = serializers.DateTimeField()
    reported_by = serializers.CharField(source="reported_by.name", default=None)
    refused_by = serializers.CharField()
    refused_at = serializers.DateTimeField()
    refusal_words = serializers.CharField()
    refusal_heard_by = serializers.CharField()
    understanding_found_by = serializers.CharField()
    offered_again = serializers.CharField()
    advised_by = serializers.CharField(source="advised_by.name", default=None)
    advised_at = serializers.DateTimeField()
    expertise = serializers.CharField()
    advice = serializers.CharField()
    advice_rests_on = serializers.CharField()
    closed_at = serializers.DateTimeField()
    detail = serializers.SerializerMethodField(help_text="Left out of lists")

    @extend_schema_field(MedicalDetailOut(allow_null=True))
    def get_detail(self, record):
        if self.context.get("in_list"):
            return None
        said = {
            "reminder": medical.DOES_NOT_EXCLUDE,
            "not_brought": record.times_not_brought,
            "consent": record.answers_about_consent,
            "marks": record.marks,
            "opinions": record.opinions,
            "actions": record.actions,
            "asked": _reasons(medical.asked_of_medical(record)),
        }
        return MedicalDetailOut(said).data


def _reasons(found) -> list[dict]:
    return [{"says": says, "mend": mend.replace("_", "-")} for says, mend in found]


class InterviewContentOut(serializers.Serializer):
    purpose = serializers.CharField()
    planned_for = serializers.DateTimeField()
    place = serializers.CharField()
    interviewer = serializers.CharField(source="interviewer.name", default=None)
    second_interviewer = serializers.CharField(source="second_interviewer.name", default=None)
    people = serializers.CharField()
    gender_choice = serializers.CharField()
    topics = serializers.CharField()
    order = serializers.CharField()
    order_why = serializers.CharField()
    language = serializers.CharField()
    interpreter = serializers.CharField()
    interpreter_is_family = serializers.BooleanField()
    communication = serializers.CharField()
    intermediary = serializers.CharField()
    intermediary_why = serializers.CharField()
    agrees = serializers.BooleanField()
    agreement = serializers.CharField()
    carer_informed = serializers.BooleanField()
    carer_words = serializers.CharField()
    eyewitnesses = serializers.CharField()
    who_was_there = serializers.CharField()
    recording_reference = serializers.CharField()
    before_discussion_why = serializers.CharField()
    delay_why = serializers.CharField()
    information = serializers.CharField()
    action_now = serializers.CharField()
    next_step = serializers.CharField()
    second_interview = serializers.BooleanField()
    second_why = serializers.CharField()
    refusal = serializers.CharField()
    offered = serializers.CharField()
    how_heard = serializers.CharField()
    none_why = serializers.CharField()
    before_discussion = serializers.BooleanField(source="stage.before_discussion")
    discussion = serializers.CharField(source="stage.discussion.reference", default=None)
    linked = serializers.CharField(source="stage.linked.reference", default=None)
    decided_at = serializers.DateTimeField(source="stage.decided_at")
    evaluated_at = serializers.DateTimeField(source="stage.evaluated_at")


class AbeInterviewOut(StageOut):
    held_at = serializers.DateTimeField()
    safeguarding_summary = serializers.CharField()
    content = serializers.SerializerMethodField(
        help_text="For police and those who work the case; else null. Left out of lists"
    )
    asked = serializers.SerializerMethodField(help_text="What it was held without, and why it is late")

    def _open(self, record) -> bool:
        request = self.context.get("request")
        return bool(request and not self.context.get("in_list") and record.content_open_to(request.user))

    @extend_schema_field(InterviewContentOut(allow_null=True))
    def get_content(self, record):
        return InterviewContentOut(record.content).data if self._open(record) else None

    @extend_schema_field(ReasonOut(many=True))
    def get_asked(self, record):
        if not self._open(record):
            return []
        return _reasons(interview.asked_of_interview(record, moment_of_the_door()))


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
