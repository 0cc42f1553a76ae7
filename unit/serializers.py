"""What the API says of the unit's own settings, and of who may be named in an answer."""

from rest_framework import serializers

from workflow.serializers import RecordOut


class ProposalOut(RecordOut):
    """What was proposed, by whom and why; and who decided."""

    reason = serializers.CharField()
    proposed_by = serializers.CharField(source="proposed_by.name")
    proposed_at = serializers.DateTimeField()
    decided_by = serializers.CharField(source="decided_by.name", default=None)
    decided_at = serializers.DateTimeField()
    refused_because = serializers.CharField()


class LocalTimescaleOut(ProposalOut):
    code = serializers.CharField()
    variant = serializers.CharField()
    number = serializers.IntegerField()
    unit_of_time = serializers.CharField()
    from_on = serializers.DateField()
    also_running = serializers.BooleanField()


class ClosingTimeOut(ProposalOut):
    closes_at = serializers.TimeField()
    from_on = serializers.DateField()


class HolidayNoticeOut(ProposalOut):
    what = serializers.CharField()
    on = serializers.DateField()
    title = serializers.CharField()


class AgencyEntryOut(ProposalOut):
    agency_kind = serializers.CharField()
    name = serializers.CharField()
    agency = serializers.CharField(source="agency.reference", default=None)


class TeamEntryOut(ProposalOut):
    agency = serializers.CharField(source="agency.reference")
    team_kind = serializers.CharField()
    name = serializers.CharField()
    team = serializers.CharField(source="team.reference", default=None)


class AccountOut(ProposalOut):
    email = serializers.EmailField()
    name = serializers.CharField()
    user = serializers.CharField(source="user.reference", default=None)


class RoleGrantOut(ProposalOut):
    user = serializers.CharField(source="user.reference")
    name = serializers.CharField(source="user.name")
    agency = serializers.CharField(source="agency.reference")
    team = serializers.CharField(source="team.reference", default=None)
    role = serializers.CharField()
    discipline = serializers.CharField()
    from_on = serializers.DateField()
    until_on = serializers.DateField()


class LocalPolicyOut(ProposalOut):
    policy = serializers.CharField()
    value = serializers.CharField()
    signed_by = serializers.CharField()
    from_on = serializers.DateField()
    until_on = serializers.DateField()


class AbsenceNoticeOut(RecordOut):
    user = serializers.CharField(source="user.name")
    cover = serializers.CharField(source="cover.name", default=None)
    from_on = serializers.DateField()
    until_on = serializers.DateField()


# Who and what may be named in an answer


class AgencyOut(serializers.Serializer):
    reference = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    telephone = serializers.CharField()


class TeamOut(serializers.Serializer):
    reference = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    agency = serializers.CharField(source="agency.reference", help_text="Reference of its agency")


class WorkOut(serializers.Serializer):
    """What somebody is today."""

    role = serializers.CharField()
    agency = serializers.CharField(source="agency.reference")
    team = serializers.CharField(source="team.reference", default=None, allow_null=True)


class ColleagueOut(serializers.Serializer):
    reference = serializers.CharField()
    name = serializers.CharField()
    works_as = WorkOut(source="memberships", many=True)
