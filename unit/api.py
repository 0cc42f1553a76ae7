"""The API's door to the unit's own settings; and the agencies, teams and colleagues that an answer may name, read-only:
a page offers them in its choices, a client finds their references here.
"""

from typing import Any

from django.db.models import Prefetch
from django_filters import rest_framework as filters
from rest_framework import mixins, permissions, viewsets

from cpu.models import Agency, Membership, Team, TeamKind, User
from cpu.roles import Permission, Role, grants
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


# Who and what may be named in an answer


class WorksHere(permissions.BasePermission):
    """A person with a role today. A front door's system sends referrals and names nobody."""

    message = "These lists are for the people of the unit and its agencies."

    def has_permission(self, request, view) -> bool:
        return not request.user.is_service and bool(request.user.memberships_in_force())


class Directory(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Rows of the ground, each by the reference under which an answer names it."""

    model: Any
    permission_classes = [permissions.IsAuthenticated, WorksHere]
    filter_backends = [filters.DjangoFilterBackend]
    lookup_field = "reference"


class AgencyViewSet(Directory):
    model = Agency
    queryset = Agency.objects.all()
    serializer_class = serializers.AgencyOut
    filterset_fields = ["kind"]


class TeamFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=TeamKind.choices)
    agency = filters.CharFilter(field_name="agency__reference", help_text="Reference of its agency")


class TeamViewSet(Directory):
    model = Team
    queryset = Team.objects.select_related("agency")
    serializer_class = serializers.TeamOut
    filterset_class = TeamFilter


class ColleagueFilter(filters.FilterSet):
    name = filters.CharFilter(lookup_expr="icontains")
    may = filters.ChoiceFilter(
        choices=Permission.choices, method="who_may", help_text="Whose role today has this permission"
    )
    agency = filters.CharFilter(method="of_agency", help_text="Reference of an agency")
    team = filters.CharFilter(method="of_team", help_text="Reference of a team")

    def who_may(self, rows, name: str, value: str):
        return self._holding(rows, role__in=[role for role in Role if value in grants(role)])

    def of_agency(self, rows, name: str, value: str):
        return self._holding(rows, agency__reference=value)

    def of_team(self, rows, name: str, value: str):
        return self._holding(rows, team__reference=value)

    @staticmethod
    def _holding(rows, **what: Any):
        return rows.filter(pk__in=Membership.in_force().filter(**what).values("user"))


class ColleagueViewSet(Directory):
    """People who sign in, with what each is today; `?may=conference-chair` for those who can be named for it."""

    model = User
    serializer_class = serializers.ColleagueOut
    filterset_class = ColleagueFilter

    def get_queryset(self):
        today = Membership.in_force().select_related("agency", "team").order_by("pk")
        people = User.objects.filter(is_active=True, is_service=False, pk__in=today.values("user"))
        return people.prefetch_related(Prefetch("memberships", queryset=today))
