"""The questions of a conference."""

from django import forms

from conferences.forms.plan import RecordCall, RecordCallChild, RecordVisit, RecordVisitChild
from conferences.models.conference import (
    Answered,
    ComplaintAbout,
    Conference,
    ConferenceComplaint,
    EndsAs,
    How,
    InvitedPerson,
    MinutesCorrection,
    PersonRole,
    Purpose,
    Visiting,
)
from cpu.codes import CategoryOfAbuse
from cpu.models import Agency, Team, TeamKind, User
from cpu.roles import Permission
from govuk.forms import DateField, YesNo
from partners.forms import PARTICIPATING, Facts, agency, one, say, short
from partners.models import AgencyView, Attendance
from people.models import Case
from strategy.models import Section47Enquiry
from workflow.forms import Choose, FutureMoment, PastDate, PastMoment, StepForms

PEOPLE = {"is_service": False, "is_active": True}
# The census has a code for several categories at once, and advises against it: each is named instead.
CATEGORIES = [pair for pair in CategoryOfAbuse.choices if pair[0] != CategoryOfAbuse.MULTIPLE]


class Categories:
    choices = CATEGORIES


class ViewOnAPlan:
    """The same three answers as in every stage, in the words of a conference."""

    choices = [
        (AgencyView.View.FOR, "A child protection plan is needed, or goes on"),
        (AgencyView.View.AGAINST, "A child protection plan is not needed, or no longer"),
        (AgencyView.View.NO_VIEW, "No view"),
    ]


class WithReason(forms.Form):
    reason = say("Why?")


class AddChildren(forms.Form):
    cases = Choose(Case, many=True, label="Which children?")
    enquiry = Choose(
        Section47Enquiry,
        required=False,
        label="From which enquiry?",
        help_text="Left empty, the latest of each child.",
    )


class RecordOrigin(forms.Form):
    origin = short("Which authority keeps the plan until then?", required=False)
    origin_plan = say("Their plan", "Since when, which category, who leads.", required=False)
    origin_started_on = PastDate(label="When did their plan begin?", required=False)
    meanwhile_visits = say(
        "Who visits meanwhile?",
        "The visits never stop. A new injury here is the duty of this area: ask for a strategy discussion.",
        required=False,
    )


class Request(AddChildren, RecordOrigin):
    purpose = one(
        "What kind of conference?",
        Purpose,
        hints={
            Purpose.PRE_BIRTH: "Brothers and sisters may have theirs with it: each child has its own date and decision."
        },
    )
    reason = say("Why is it needed?", "What makes significant harm likely, and what a plan is to change.")
    team = Choose(
        Team,
        required=False,
        where={"kind": TeamKind.CONFERENCES},
        label="Which conference service?",
        help_text="Left empty, the area's own.",
    )
    told_on = PastDate(
        label="When was this authority told that the child moves here?",
        help_text="Fifteen working days count from that day.",
        required=False,
    )
    last_visited_on = PastDate(label="When did they last see the child?", required=False)

    field_order = (
        *("cases", "enquiry", "purpose", "reason", "team", "told_on", "origin", "origin_plan"),
        *("origin_started_on", "meanwhile_visits", "last_visited_on"),
    )
    only_if = {
        name: ("purpose", [Purpose.TRANSFER_IN])
        for name in (
            "told_on",
            "origin",
            "origin_plan",
            "origin_started_on",
            "meanwhile_visits",
            "last_visited_on",
        )
    }


def who_chairs(label: str = "Who chairs?", *, required: bool = True):
    return Choose(
        User,
        where=PEOPLE,
        required=required,
        label=label,
        help_text="Independent of the children: not their worker, nor that worker's manager, nor whoever chaired the "
        "strategy discussion or approved an outcome, for any of the brothers and sisters.",
    )


class Schedule(forms.Form):
    planned_for = FutureMoment(
        label="When will it be held?",
        help_text="On a working day. The last day by law is not a target: bring it forward if the children need it.",
    )
    how = one("How?", How)
    chair = who_chairs()
    place = short(
        "Where?", "The room, or the link; never a confidential address.", required=False, length=300
    )


class Rebook(forms.Form):
    planned_for = FutureMoment(label="When will it be held?", help_text="On a working day.")
    reason = say("Why is it moved?")
    chair = who_chairs("Does somebody else chair?", required=False)


class Adjourn(forms.Form):
    happened_at = PastMoment(label="When was it stood down or adjourned?")
    reason = say("Why?")
    interim_plan = say("What protects each child until then, and who does it?")
    planned_for = FutureMoment(label="When will it be held?", help_text="On a working day.")
    chair = who_chairs("Does somebody else chair?", required=False)


class AgreeLaterAsManager(forms.Form):
    until_on = DateField(label="Until when at the latest?")
    reason = say(
        "Why may it be held later?", "What is gained for the children, and what protects them meanwhile."
    )


class Invite(forms.Form):
    agency = agency()
    whom = short("Who of that agency?", required=False)
    knows_directly = YesNo(label="Does this agency have direct contact with the children?", required=False)


class InvitePerson(forms.Form):
    person = short(
        "Who is invited?",
        "One of the children, or somebody related to them. Somebody invited again comes at the time given last.",
        required=False,
        length=24,
    )
    name = short(
        "The name of somebody else",
        "An advocate, a supporter, somebody whom nobody has recorded yet.",
        required=False,
    )
    role = one("As what?", PersonRole)
    relationship = short("Relationship to the children", "“Mother of Ivy and Rowan”", required=False)
    comes_from = forms.TimeField(label="From what time?", required=False)
    comes_until = forms.TimeField(label="Until what time?", required=False)
    apart_because = say("Why apart from others?", "Where somebody must not meet somebody.", required=False)

    def clean(self):
        if not self.cleaned_data.get("person") and not self.cleaned_data.get("name"):
            self.add_error("person", "Choose who it is, or write the name of somebody not known here.")
        return self.cleaned_data


def of_the_family(label: str = "Who?"):
    return Choose(InvitedPerson, of_record=True, label=label)


class RecordPersonAttendance(forms.Form):
    person = of_the_family()
    attendance = one("Was this person there?", Attendance)
    here_from = forms.TimeField(label="From what time?", required=False)
    here_until = forms.TimeField(label="Until what time?", required=False)
    said = say("What did this person say?", required=False)


class ExcludePerson(forms.Form):
    person = of_the_family()
    reason = say("Why is this person excluded?")
    heard_how = say("How is this person heard all the same?")


class SayWhoMustNotMeet(forms.Form):
    words = say(
        "Who must not meet whom, and how is it kept so?",
        "Rooms, times, links, who brings whom. Shown on every page of the conference.",
    )


class ReceiveReport(forms.Form):
    agency = agency("Whose report?")
    received_at = PastMoment(label="When did it come?")
    main_points = say("Its main points", required=False)


class SayWhyNoReport(forms.Form):
    agency = agency("Which agency?")
    reason = say("Why is there no report?", "It stays missing, and the reason stands beside it.")


class ShareReport(forms.Form):
    person = of_the_family("With whom?")
    shared_at = PastMoment(label="When?", required=False)
    by_whom = short("By whom?", required=False)
    part = short(
        "Which part?",
        "Where parents must not read each other's, each has a report alone.",
        required=False,
        length=300,
    )
    withheld_because = say("Or why not?", required=False)

    def clean(self):
        if not self.cleaned_data.get("shared_at") and not self.cleaned_data.get("withheld_because"):
            self.add_error("shared_at", "Say when the report was shared, or why not.")
        return self.cleaned_data


class Hold(forms.Form):
    held_at = PastMoment(label="When was it held?", help_text="A plan starts on this day.")
    how = one("How?", How)
    chair = Choose(
        User,
        where=PEOPLE,
        required=False,
        label="Who chaired?",
        help_text="Left open: who was booked to chair, or else you.",
    )
    here = Choose(Agency, many=True, required=False, label="Which agencies were there?")
    inquorate_because = say(
        "If its quorum was not there: why did it go on?",
        "The quorum is children's social care and as many further agencies that know the children as the partnership "
        "has signed.",
        required=False,
    )


class SayWhyHeldSo(forms.Form):
    reason = say("Why was it held as it was?", "Each thing that is asked about on the conference's page.")


class GiveView(forms.Form):
    agency = agency("Whose view is this?")
    view = one("Does this child need a child protection plan, as the agency sees it?", ViewOnAPlan)
    words = say("Why, in the agency's own words", required=False)
    said_by = short(
        "Who of that agency said so?", "Leave it empty if you speak for your own agency.", required=False
    )

    def clean(self):
        if self.cleaned_data.get("view") not in (None, "", "no-view") and not self.cleaned_data.get("words"):
            self.add_error("words", "Say why, in the agency's own words.")
        return self.cleaned_data


class WriteDownView(GiveView):
    said_by = short("Who of that agency said so?")


def further():
    return forms.MultipleChoiceField(
        label="Further categories",
        choices=CATEGORIES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class OutlinePlan(Facts):
    """What a plan needs: the category and the reasons now, the rest now or owed."""

    category = one("Which category is it mainly?", Categories, "None is preset.")
    further_categories = further()
    why = say(
        "Why is this child likely to suffer significant harm, and why this category?",
        "In words for this child alone.",
    )
    lead_practitioner = Choose(
        User,
        where=PEOPLE,
        may=Permission.PLAN_WORK,
        required=False,
        label="Who leads?",
        help_text="A qualified social worker.",
    )
    core_group = say(
        "Who is in the core group?", "Agencies, parents, the child where old enough.", required=False
    )
    core_group_on = DateField(label="When does the core group meet?", required=False)
    outline = say("What is the risk, and what must change, by whom, by when?", required=False)
    contingency = say("What happens if it does not?", required=False)
    visiting = one(
        "How often is the child seen?",
        Visiting,
        f"Left open: {str(Visiting.EVERY_10.label).lower()}.",
        required=False,
        blank=str(Visiting.EVERY_10.label),
    )


def earlier_plans():
    return forms.IntegerField(
        label="How many plans has this child had before?",
        help_text="In any area, in the child's whole life.",
        min_value=0,
        max_value=20,
        required=False,
    )


class CompleteDecisionChild(Facts):
    lead_practitioner = OutlinePlan.base_fields["lead_practitioner"]
    core_group = OutlinePlan.base_fields["core_group"]
    core_group_on = OutlinePlan.base_fields["core_group_on"]
    outline = OutlinePlan.base_fields["outline"]
    contingency = OutlinePlan.base_fields["contingency"]
    previous_plans = earlier_plans()


class MakePlansChild(OutlinePlan):
    previous_plans = earlier_plans()
    previous_plan_ended_on = PastDate(label="When did the last of them end?", required=False)
    birth_call = say("Who is called when the child is born, by whom, day and night?", required=False)
    birth_meeting = say("No discharge before which meeting, called by whom?", required=False)

    asked_where = {"birth_call": "is_unborn", "birth_meeting": "is_unborn"}


class NoPlanChild(Facts):
    """Away from a plan: the reasons, and what keeps the child safe without one."""

    why = say("Why, for this child?", "In words for this child alone.")
    safety_plan = say("What keeps the child safe?", "In words that the family can keep to.", required=False)
    next_step_for = Choose(
        User,
        where=PEOPLE,
        may=Permission.CASE_ACCEPT,
        required=False,
        label="Who goes on with the family?",
        help_text="Until this person accepts, the unit holds the child.",
    )


class DecideNoPlanChild(Facts):
    why = say("Why, for this child?", "In words for this child alone.")
    safety_plan = say("What keeps the child safe?", "In words that the family can keep to.", required=False)


class EndPlansChild(NoPlanChild):
    ends_as = one("What comes after the plan?", EndsAs)


class RecommendLegalRouteChild(Facts):
    legal_route = say("Why is legal planning needed for this child, and how soon?")


class PlanForBirthChild(Facts):
    birth_call = say("Who is called when the child is born, by whom, day and night?")
    birth_meeting = say("No discharge before which meeting, called by whom?")


class SendNotice(forms.Form):
    sent_at = PastMoment(label="When was it sent?")
    to_whom = say("To whom?", "Parents, the child where old enough, each agency.")


class DraftMinutes(forms.Form):
    words = say("The minutes", "What was said, by whom; each view; what was decided for each child, and why.")


class ApproveMinutes(forms.Form):
    comment = say("Anything to add?", required=False)


class CirculateMinutes(forms.Form):
    circulated_at = PastMoment(label="When were they circulated?")
    to_whom = say("To whom?", "Say of each what was left out, and why.")


class AskForCorrection(forms.Form):
    asked_by = short("Who asks?")
    received_at = PastMoment(label="When?")
    what = say("What is to be corrected?")


class AnswerCorrection(forms.Form):
    correction = Choose(MinutesCorrection, of_record=True, label="Which correction?")
    answer = one("What is the answer?", Answered)
    words = say("Why?")


class RecordComplaint(forms.Form):
    from_whom = short("Who complains?")
    received_at = PastMoment(label="When did it come?")
    about = one("About what?", ComplaintAbout, "The decision stands meanwhile.")
    words = say("What is said?")


def the_complaint():
    """At the stage at which it is now."""
    return Choose(
        ConferenceComplaint, of_record=True, where={"stage_left_at": None}, label="Which complaint?"
    )


class AnswerComplaint(forms.Form):
    complaint = the_complaint()
    answer = one("What is the answer?", Answered)
    words = say("Why?")


class RaiseComplaint(forms.Form):
    complaint = the_complaint()
    entered_at = PastMoment(label="When did it go to its next stage?")
    reason = say("Why does it go on?")


CONFERENCE = StepForms(
    Conference,
    {
        **PARTICIPATING,
        "request": Request,
        "record_origin": RecordOrigin,
        "record_visit": RecordVisit,
        "record_call": RecordCall,
        "add_children": AddChildren,
        "schedule": Schedule,
        "rebook": Rebook,
        "adjourn": Adjourn,
        "agree_later_as_manager": AgreeLaterAsManager,
        "agree_later_as_chair": WithReason,
        "invite": Invite,
        "invite_person": InvitePerson,
        "record_person_attendance": RecordPersonAttendance,
        "exclude_person": ExcludePerson,
        "say_who_must_not_meet": SayWhoMustNotMeet,
        "receive_report": ReceiveReport,
        "say_why_no_report": SayWhyNoReport,
        "share_report": ShareReport,
        "hold": Hold,
        "say_why_held_so": SayWhyHeldSo,
        "give_view": GiveView,
        "write_down_view": WriteDownView,
        "send_notice": SendNotice,
        "draft_minutes": DraftMinutes,
        "approve_minutes": ApproveMinutes,
        "circulate_minutes": CirculateMinutes,
        "ask_for_correction": AskForCorrection,
        "answer_correction": AnswerCorrection,
        "record_complaint": RecordComplaint,
        "answer_complaint": AnswerComplaint,
        "raise_complaint": RaiseComplaint,
    },
    per_child={
        "record_visit": RecordVisitChild,
        "record_call": RecordCallChild,
        "make_plans": MakePlansChild,
        "continue_plans": OutlinePlan,
        "complete_decision": CompleteDecisionChild,
        "decide_child_in_need": NoPlanChild,
        "decide_family_help": NoPlanChild,
        "decide_no_plan": DecideNoPlanChild,
        "end_plans": EndPlansChild,
        "recommend_legal_route": RecommendLegalRouteChild,
        "plan_for_birth": PlanForBirthChild,
    },
)
