"""The API's door to the unit's own settings."""

from unit import models, serializers
from workflow.api import RecordViewSet


class LocalTimescaleViewSet(RecordViewSet):
    model = models.LocalTimescale
    out = serializers.LocalTimescaleOut


class ClosingTimeViewSet(RecordViewSet):
    model = models.ClosingTime
    out = serializers.ClosingTimeOut


class HolidayNoticeViewSet(RecordViewSet):
    model = models.HolidayNotice
    out = serializers.HolidayNoticeOut


class AgencyEntryViewSet(RecordViewSet):
    model = models.AgencyEntry
    out = serializers.AgencyEntryOut


class TeamEntryViewSet(RecordViewSet):
    model = models.TeamEntry
    out = serializers.TeamEntryOut


class AccountViewSet(RecordViewSet):
    model = models.Account
    out = serializers.AccountOut


class RoleGrantViewSet(RecordViewSet):
    model = models.RoleGrant
    out = serializers.RoleGrantOut


class LocalPolicyViewSet(RecordViewSet):
    model = models.LocalPolicy
    out = serializers.LocalPolicyOut


class AbsenceNoticeViewSet(RecordViewSet):
    model = models.AbsenceNotice
    out = serializers.AbsenceNoticeOut


VIEWSETS = (
    LocalTimescaleViewSet,
    ClosingTimeViewSet,
    HolidayNoticeViewSet,
    AgencyEntryViewSet,
    TeamEntryViewSet,
    AccountViewSet,
    RoleGrantViewSet,
    LocalPolicyViewSet,
    AbsenceNoticeViewSet,
)
