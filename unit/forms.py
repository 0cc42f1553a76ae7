"""The questions about the unit itself."""

from django import forms

from cpu.deadlines import Unit
from cpu.models import Agency, AgencyKind, Discipline, Team, TeamKind, User
from cpu.roles import Role
from cpu.timescales import TIMESCALES
from govuk.forms import DateField, YesNo
from unit.models import (
    AbsenceNotice,
    Account,
    AgencyEntry,
    ClosingTime,
    HolidayNotice,
    LocalPolicy,
    LocalTimescale,
    Policy,
    RoleGrant,
    TeamEntry,
)
from workflow.forms import Choose, StepForms, one, say, short

PEOPLE = {"is_service": False, "is_active": True}


def reason(hint: str = "") -> forms.CharField:
    return short("Why?", hint)


class Refuse(forms.Form):
    refused_because = say("Why not?")


class Because(forms.Form):
    because = say("Why?")


# Time


class ProposeTimescale(forms.Form):
    code = one("Which timescale?", [(each.code, each.label) for each in TIMESCALES.values()])
    variant = short("For which kind of it?", "Leave empty for the ordinary one.", required=False, length=40)
    number = forms.IntegerField(label="How many?", min_value=0)
    unit_of_time = one("Of what?", [(each.value, each.value.capitalize()) for each in Unit])
    from_on = DateField(label="For what happens from which day on?")
    also_running = YesNo(label="For what is running already, too?", required=False)
    reason = reason()


class ProposeClosingTime(forms.Form):
    closes_at = forms.TimeField(label="When does the office close?", help_text="For example 17:00.")
    from_on = DateField(label="From which day on?")
    reason = reason()


class ProposeHoliday(forms.Form):
    what = one("What is to be done?", HolidayNotice.What, required=False)
    on = DateField(label="Which day?")
    title = short("What is it called?", length=100)
    reason = reason("Name the proclamation.")


# The unit


class ProposeAgency(forms.Form):
    agency_kind = one("Which kind of agency?", AgencyKind)
    name = short("Its name")
    telephone = short("Telephone", required=False, length=40)
    reason = reason()


class ProposeTeam(forms.Form):
    agency = Choose(Agency, label="Of which agency?")
    team_kind = one("Which kind of team?", TeamKind)
    name = short("Its name")
    reason = reason()


class ProposeAccount(forms.Form):
    email = forms.EmailField(label="E-mail address")
    name = short("Name")
    telephone = short("Telephone", required=False, length=40)
    reason = reason()


class ProposeRole(forms.Form):
    user = Choose(User, where=PEOPLE, label="Who?")
    agency = Choose(Agency, label="In which agency?")
    team = Choose(Team, label="In which team?", required=False)
    role = one("As what?", Role)
    discipline = one("Of which discipline?", Discipline, required=False)
    qualification = short("Qualification", required=False)
    from_on = DateField(label="From which day on?")
    until_on = DateField(label="Last day", required=False)
    reason = reason()


class EndRole(forms.Form):
    until_on = DateField(label="Last day", help_text="At midnight after it the permission is gone.")
    because = say("Why?")


class RecordAbsence(forms.Form):
    user = Choose(
        User, where=PEOPLE, label="Who is away?", help_text="Leave empty for yourself.", required=False
    )
    cover = Choose(User, where=PEOPLE, label="Who stands in?", required=False)
    from_on = DateField(label="First day away")
    until_on = DateField(label="Last day away")


class EndAbsence(forms.Form):
    last_day = DateField(label="Last day away")


class ProposePolicy(forms.Form):
    policy = one("Which policy?", Policy)
    value = short("What is decided?", length=40)
    signed_by = short("Who of the partners signed it, and when?", length=300)
    from_on = DateField(label="From which day on?")
    until_on = DateField(label="Last day", help_text="An exception has one.", required=False)
    reason = reason()


LOCAL_TIMESCALE = StepForms(LocalTimescale, {"propose": ProposeTimescale, "refuse": Refuse})
CLOSING_TIME = StepForms(ClosingTime, {"propose": ProposeClosingTime, "refuse": Refuse})
HOLIDAY_NOTICE = StepForms(HolidayNotice, {"propose": ProposeHoliday, "refuse": Refuse})
AGENCY_ENTRY = StepForms(AgencyEntry, {"propose": ProposeAgency, "refuse": Refuse})
TEAM_ENTRY = StepForms(TeamEntry, {"propose": ProposeTeam, "refuse": Refuse})
ACCOUNT = StepForms(Account, {"propose": ProposeAccount, "refuse": Refuse, "close": Because})
ROLE_GRANT = StepForms(
    RoleGrant, {"propose": ProposeRole, "refuse": Refuse, "end": EndRole, "end_now": Because}
)
LOCAL_POLICY = StepForms(LocalPolicy, {"propose": ProposePolicy, "refuse": Refuse})
ABSENCE_NOTICE = StepForms(AbsenceNotice, {"record": RecordAbsence, "end": EndAbsence})
