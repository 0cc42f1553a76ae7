"""What the API says of people and cases."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cpu.calendars import london_day
from people import queries
from people.models import Case, Person
from workflow.forms import moment_of_the_door
from workflow.serializers import PromptOut, RecordOut, StageOut


class IdentifierOut(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.CharField()
    value = serializers.CharField(help_text="As it was written")
    doubt = serializers.CharField(help_text="Why it can hardly be right; empty where nothing is amiss")
    issuer = serializers.CharField()
    verified_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField()


class AroundOut(serializers.Serializer):
    id = serializers.IntegerField(source="line.pk")
    person = serializers.CharField(source="person.reference")
    name = serializers.CharField(source="person.known_as")
    says = serializers.CharField()
    responsibility = serializers.CharField(help_text="For this child alone; “not checked” is not held")


class ServiceOut(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.CharField()
    agency = serializers.CharField(source="agency.reference", default=None)
    name = serializers.CharField(source="__str__")
    contact = serializers.CharField()
    from_on = serializers.DateField()
    until_on = serializers.DateField()


class KeptOut(serializers.Serializer):
    id = serializers.IntegerField()
    whom = serializers.CharField(source="whom.reference")
    name = serializers.CharField(source="whom.known_as")
    review_on = serializers.DateField()


class AddressOut(serializers.Serializer):
    """A confidential address says from whom it is kept; where it is, only to those who may know."""

    id = serializers.IntegerField()
    confidential = serializers.BooleanField()
    kept_from = KeptOut(many=True, source="kept_by")
    lines = serializers.CharField()
    postcode = serializers.CharField()
    carer_name = serializers.CharField()
    household = serializers.CharField()
    from_on = serializers.DateField()
    until_on = serializers.DateField()


class FlagOut(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.CharField()
    what_to_do = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    review_on = serializers.DateField()


class ConditionOut(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.CharField()
    against = serializers.CharField(source="against.reference")
    what = serializers.CharField()
    reference = serializers.CharField()
    from_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField()
    protects_now = serializers.CharField()
    asks = serializers.SerializerMethodField(
        help_text="Over, and nobody has said what protects the child now"
    )

    def get_asks(self, condition) -> bool:
        return condition.asks(moment_of_the_door())


class PersonOut(RecordOut):
    """One person. In a list, only who it is."""

    name = serializers.CharField(source="known_as")
    placeholder = serializers.CharField()
    also_known_as = serializers.CharField()
    date_of_birth = serializers.DateField()
    date_of_birth_estimated = serializers.BooleanField()
    expected_on = serializers.DateField()
    died_on = serializers.DateField()
    sex = serializers.CharField()
    more = serializers.SerializerMethodField()

    def get_fields(self):
        fields = super().get_fields()
        if self.context.get("in_list"):
            del fields["more"]
        return fields

    @extend_schema_field(serializers.DictField())
    def get_more(self, person: Person) -> dict:
        """Identity and culture, numbers, who is around, where, and what protects."""
        return PersonMoreOut(person, context=self.context).data


class PersonMoreOut(serializers.Serializer):
    given_name = serializers.CharField()
    family_name = serializers.CharField()
    gender_identity = serializers.CharField()
    ethnicity = serializers.CharField()
    religion = serializers.CharField()
    first_language = serializers.CharField()
    interpreter = serializers.CharField()
    communication_needs = serializers.CharField()
    nationality = serializers.CharField()
    immigration_status = serializers.CharField()
    upn_unknown = serializers.CharField()
    telephone = serializers.CharField()
    doubts = serializers.SerializerMethodField(
        help_text="Kept as recorded, and hardly right or not known yet"
    )
    disabilities = serializers.SerializerMethodField()
    identifiers = IdentifierOut(many=True, source="identifiers.all")
    around = serializers.SerializerMethodField()
    services = ServiceOut(many=True, source="services.all")
    addresses = serializers.SerializerMethodField()
    flags = serializers.SerializerMethodField()
    conditions = ConditionOut(many=True, source="conditions.all")

    def get_doubts(self, person) -> list[str]:
        return person.doubts(london_day(moment_of_the_door()))

    def get_disabilities(self, person) -> list[str]:
        return [each.code for each in person.disabilities.filter(until_at__isnull=True)]

    @extend_schema_field(AroundOut(many=True))
    def get_around(self, person):
        return AroundOut(queries.people_around(person), many=True).data

    @extend_schema_field(AddressOut(many=True))
    def get_addresses(self, person):
        return AddressOut(queries.addresses_for(person, self.context["request"].user), many=True).data

    @extend_schema_field(FlagOut(many=True))
    def get_flags(self, person):
        return FlagOut(person.flags.filter(ended_at__isnull=True), many=True).data


class HandOverOut(serializers.Serializer):
    kind = serializers.CharField()
    to = serializers.CharField(source="to.reference")
    name = serializers.CharField(source="to.name")
    team = serializers.CharField(source="team.reference", default=None)
    words = serializers.CharField()
    offered_at = serializers.DateTimeField()


class WorkerOut(serializers.Serializer):
    id = serializers.IntegerField()
    role = serializers.CharField()
    who = serializers.SerializerMethodField()
    from_at = serializers.DateTimeField()

    def get_who(self, line) -> str:
        return str(line.user or line.team or line.agency)


class SleepingPlaceOut(serializers.Serializer):
    where = serializers.CharField()
    with_whom = serializers.CharField()
    agreed_by = serializers.CharField()
    legal_basis = serializers.CharField()
    carer_checks = serializers.CharField()
    from_at = serializers.DateTimeField()


class LookedAfterOut(serializers.Serializer):
    basis = serializers.CharField()
    from_on = serializers.DateField()
    until_on = serializers.DateField()


class MovedAwayOut(serializers.Serializer):
    moved_on = serializers.DateField()
    where_to = serializers.CharField()
    kind = serializers.CharField()
    authority = serializers.CharField()
    told_whom = serializers.CharField()
    told_at = serializers.DateTimeField()
    back_on = serializers.DateField()


class LinkElsewhereOut(serializers.Serializer):
    """A process of another body; one that has ended says when and why."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    reference = serializers.CharField()
    on = serializers.DateField()
    words = serializers.CharField()
    child_is_victim = serializers.BooleanField(
        allow_null=True,
        help_text="Of domestic abuse, in their own right (Domestic Abuse Act 2021, section 3)",
    )
    written_by = serializers.CharField(source="written_by.name")
    written_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField()
    ended_because = serializers.CharField()


class CaseOut(RecordOut):
    """One child's episode. In a list, only who and since when."""

    child = serializers.CharField(source="child.reference")
    child_name = serializers.CharField(source="child.known_as")
    referred_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField()
    closing_reason = serializers.CharField()
    more = serializers.SerializerMethodField()

    def get_fields(self):
        fields = super().get_fields()
        if self.context.get("in_list"):
            del fields["more"]
        return fields

    @extend_schema_field(serializers.DictField())
    def get_more(self, case: Case) -> dict:
        """Who holds it, what waits, where the child sleeps."""
        return CaseMoreOut(case, context=self.context).data


class CaseMoreOut(serializers.Serializer):
    source = serializers.CharField()  # type: ignore[assignment]
    primary_need = serializers.CharField()
    lead = serializers.CharField(source="lead.name", default=None)
    team = serializers.CharField(source="team.name", default=None)
    hand_over = serializers.SerializerMethodField(help_text="The one that waits for its answer")
    workers = serializers.SerializerMethodField()
    sleeping_place = serializers.SerializerMethodField()
    agreements_owed = serializers.SerializerMethodField(help_text="Holders of responsibility not heard yet")
    tonight = serializers.CharField(help_text="What to do if someone rings tonight")
    tonight_review_on = serializers.DateField(allow_null=True)
    looked_after = LookedAfterOut(many=True, source="looked_after.all")
    moves_away = MovedAwayOut(many=True, source="moves_away.all")
    links = serializers.SerializerMethodField(help_text="Processes of other bodies about this child")
    prompts = serializers.SerializerMethodField(help_text="What happened and waits for an answer in a stage")

    @extend_schema_field(LinkElsewhereOut(many=True))
    def get_links(self, case):
        return LinkElsewhereOut(case.links_elsewhere.select_related("written_by"), many=True).data

    @extend_schema_field(HandOverOut(allow_null=True))
    def get_hand_over(self, case):
        waiting = case.waiting
        return HandOverOut(waiting).data if waiting else None

    @extend_schema_field(WorkerOut(many=True))
    def get_workers(self, case):
        lines = case.involvements.filter(until_at__isnull=True).select_related("user", "team", "agency")
        return WorkerOut(lines.order_by("from_at", "pk"), many=True).data

    @extend_schema_field(SleepingPlaceOut(allow_null=True))
    def get_sleeping_place(self, case):
        place = queries.sleeping_place_for(case, self.context["request"].user)
        return SleepingPlaceOut(place).data if place else None

    @extend_schema_field(PromptOut(many=True))
    def get_prompts(self, case):
        reader = self.context["request"].user
        found = queries.prompts_of(case, queries.stages_of(case, reader), moment_of_the_door())
        return PromptOut(found, many=True).data

    def get_agreements_owed(self, case) -> list[str]:
        return [each.reference for each in case.agreements_owed()]


class NoteOut(serializers.Serializer):
    kind = serializers.CharField()
    words = serializers.CharField()
    happened_at = serializers.DateTimeField()
    with_whom = serializers.CharField()
    how = serializers.CharField()
    written_by = serializers.CharField(source="written_by.name")
    written_at = serializers.DateTimeField()
    record = serializers.CharField(source="record.reference")


class ClockOut(serializers.Serializer):
    """A running clock: what is due, when, and why this date."""

    code = serializers.CharField(source="timescale")
    label = serializers.CharField()  # type: ignore[assignment]
    record = serializers.CharField(source="record.reference", default=None)
    started_at = serializers.DateTimeField()
    due_on = serializers.DateField()
    due_at = serializers.DateTimeField()
    last_usable_on = serializers.DateField()
    late = serializers.SerializerMethodField()
    says = serializers.SerializerMethodField()
    why = serializers.SerializerMethodField()

    def get_late(self, clock) -> bool:
        return clock.is_late(moment_of_the_door())

    def get_says(self, clock) -> str:
        return clock.say(moment_of_the_door())

    @extend_schema_field(serializers.DictField())
    def get_why(self, clock) -> dict:
        return clock.why().as_json()


class MatchOut(serializers.Serializer):
    person = serializers.CharField(source="person.reference")
    name = serializers.CharField(source="person.known_as")
    date_of_birth = serializers.DateField(source="person.date_of_birth")
    reasons = serializers.ListField(child=serializers.CharField())


class MatchIn(serializers.Serializer):
    """Sent in the body: no address ever holds a child's name."""

    name = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")
    date_of_birth = serializers.DateField(required=False, allow_null=True, default=None)
    nhs_number = serializers.CharField(required=False, allow_blank=True, max_length=60, default="")
    upn = serializers.CharField(required=False, allow_blank=True, max_length=60, default="")
    postcode = serializers.CharField(required=False, allow_blank=True, max_length=12, default="")


class MissingEpisodeOut(StageOut):
    missing_since = serializers.DateTimeField()
    last_seen = serializers.CharField()
    circumstances = serializers.CharField()
    reported_at = serializers.DateTimeField()
    police_reference = serializers.CharField()
    closed_at = serializers.DateTimeField()
    what_changes = serializers.CharField()
