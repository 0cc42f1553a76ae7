"""What the API says of who was asked, what agencies said, and their views."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from partners import queries
from partners.models.participation import of_another_agency
from workflow.forms import moment_of_the_door
from workflow.serializers import ChildOut, PromptOut, StageOut


class AskedOut(serializers.Serializer):
    agency = serializers.CharField()
    person = serializers.CharField()
    about_whom = serializers.CharField()
    state = serializers.ChoiceField(choices=[(each, each) for each in queries.WORST_FIRST])
    says = serializers.CharField()


class ContributionOut(serializers.Serializer):
    id = serializers.IntegerField(help_text="Names this entry where it is mended")
    agency = serializers.CharField(source="agency.name")
    said_by = serializers.CharField()
    text = serializers.CharField()
    own_words = serializers.CharField()
    about_whom = serializers.CharField()
    family_may_know = serializers.CharField()
    handling = serializers.CharField()
    given_at = serializers.DateTimeField()


class ViewOut(serializers.Serializer):
    agency = serializers.CharField(source="agency.name")
    case = serializers.CharField(source="case.reference")
    view = serializers.CharField()
    words = serializers.CharField()
    said_by = serializers.CharField()
    given_at = serializers.DateTimeField()


class MultiAgencyOut(StageOut):
    """A stage with the panel of who was asked, worst first; left out of lists and of what a step answers."""

    apart = ("asked", "contributions", "views")

    asked = serializers.SerializerMethodField()
    contributions = serializers.SerializerMethodField()
    views = serializers.SerializerMethodField()

    # Of the record itself, what whoever was only asked does not read.
    kept_from_asked: tuple[str, ...] = ()

    def to_representation(self, record):
        found = super().to_representation(record)
        whole = not self.kept_from_asked or self.opens(record)
        return found if whole else {**found, **dict.fromkeys(self.kept_from_asked)}

    def _one(self) -> bool:
        return not self.context.get("in_list")

    def _reader(self):
        """Who reads one record; nobody where it stands in a list."""
        request = self.context.get("request")
        return request.user if request is not None and self._one() else None

    def opens(self, record) -> bool:
        """Whether the reader reads more than what they were asked and said: see `opens_to`."""
        request = self.context.get("request")
        if request is not None and not self._one():
            # Who was in the room is not asked of each record of a list: its page says it.
            return not (record.answered_apart and of_another_agency(request.user))
        return request is not None and record.opens_to(request.user)

    @extend_schema_field(ChildOut(many=True))
    def get_children(self, record):
        found = super().get_children(record)
        return found if self.opens(record) else [{**each, "facts": {}} for each in found]

    @extend_schema_field(PromptOut(many=True))
    def get_prompts(self, record):
        return super().get_prompts(record) if self.opens(record) else []

    @extend_schema_field(AskedOut(many=True))
    def get_asked(self, record):
        reader = self._reader()
        return AskedOut(queries.panel(record, moment_of_the_door(), reader), many=True).data if reader else []

    @extend_schema_field(ContributionOut(many=True))
    def get_contributions(self, record):
        reader = self._reader()
        return ContributionOut(queries.contributions(record, reader), many=True).data if reader else []

    @extend_schema_field(ViewOut(many=True))
    def get_views(self, record):
        reader = self._reader()
        return ViewOut(queries.views(record, reader), many=True).data if reader else []


class SideOut(serializers.Serializer):
    agency = serializers.CharField(source="agency.name")
    words = serializers.CharField()
    said_by = serializers.CharField()
    given_at = serializers.DateTimeField()


class AnswerOut(serializers.Serializer):
    level = serializers.IntegerField()
    words = serializers.CharField()
    answered_by = serializers.CharField(source="answered_by.name")
    answered_at = serializers.DateTimeField()


class DisagreementOut(StageOut):
    about = serializers.CharField(source="about.reference")
    point = serializers.CharField()
    decision = serializers.CharField()
    why = serializers.CharField()
    raised_by = serializers.CharField(source="raised_by.name")
    raised_for = serializers.CharField(source="raised_for.name", default=None)
    raised_at = serializers.DateTimeField()
    decided_by = serializers.CharField(source="decided_by.name", default=None)
    level = serializers.IntegerField()
    levels = serializers.IntegerField()
    same_day = serializers.BooleanField()
    entered_at = serializers.DateTimeField()
    suspended_at = serializers.DateTimeField()
    suspended_because = serializers.CharField()
    outcome = serializers.CharField()
    resolution = serializers.CharField()
    learning = serializers.CharField()
    resolved_at = serializers.DateTimeField()
    sides = serializers.SerializerMethodField()
    answers = serializers.SerializerMethodField()

    @extend_schema_field(SideOut(many=True))
    def get_sides(self, record):
        if self.context.get("in_list"):
            return []
        return SideOut(record.sides.select_related("agency"), many=True).data

    @extend_schema_field(AnswerOut(many=True))
    def get_answers(self, record):
        if self.context.get("in_list"):
            return []
        return AnswerOut(record.answers.select_related("answered_by"), many=True).data
