"""The questions of taking part, asked the same in every stage that agencies take part in."""

from typing import Any

from django import forms

from cpu.models import Agency, Subject, User
from govuk.forms import YesNo
from partners.models import (
    AgencyView,
    Attendance,
    Contribution,
    Disagreement,
    Point,
    Seen,
    SeenHow,
    Urgency,
)
from people.models import Case
from workflow.document import records
from workflow.forms import (
    Choose,
    ChooseMany,
    ChooseOne,
    PastDate,
    PastMoment,
    StepForms,
    one,
    say,
    short,
)
from workflow.models import Note
from workflow.record import Record
from workflow.stage import Stage


class Facts(forms.Form):
    """Questions about one child of which each may be left for later: what was not asked or sent stays as it
    stood."""

    def clean(self):
        answered = super().clean() or {}
        return {
            name: value
            for name, value in answered.items()
            if not self.fields[name].widget.value_omitted_from_data(
                self.data, self.files, self.add_prefix(name)
            )
        }


def agency(label: str = "Which agency?"):
    return Choose(Agency, label=label)


def about_whom():
    return short(
        "About somebody else than the children?",
        "Name the person, for example the suspected adult. Leave it empty for the children.",
        required=False,
    )


class Invite(forms.Form):
    agency = agency()
    whom = short("Who of that agency?", required=False)


class SayWhyNotAsked(forms.Form):
    agency = agency()
    reason = say("Why is it not asked, or no longer?")
    about_whom = about_whom()


class RecordAttendance(forms.Form):
    agency = agency()
    attendance = one("Is the agency here?", Attendance)
    whom = short("Who?", required=False)


class Ask(forms.Form):
    agency = agency()
    question = say("What do you ask?")
    urgency = one("How soon is the answer needed?", Urgency)
    whom = short("Whom of that agency?", "A surgery, a ward, a worker.", required=False)
    about_whom = about_whom()


class Chase(forms.Form):
    agency = agency()
    how = say("How, and what was said?", "“Rang 8:30am: sending today.”")
    about_whom = about_whom()


class Contribute(forms.Form):
    agency = agency("Whose information is this?")
    said_by = short("Who says so?")
    text = say("What is known?", "What was seen or heard, when, and by whom. Facts before opinions.")
    family_may_know = one("May the family know that you said so?", Contribution.FamilyMayKnow)
    own_words = say("A child's or adult's exact words", required=False)
    known_since = PastDate(label="Since when was it known?", required=False)
    handling = one(
        "Who may read this?", Contribution.Handling, required=False, blank="Whoever reads this record"
    )
    about_whom = about_whom()


class AnswerNothingKnown(forms.Form):
    agency = agency()
    where_looked = say("Where did you look?", "This is an answer, and it helps.")
    whom = short("Who of that agency answers?", required=False)
    about_whom = about_whom()


class AmendContribution(forms.Form):
    contribution = Choose(Contribution, of_record=True, label="Which entry?")
    text = say("What it should say", "The earlier words stay readable.")
    own_words = say("A child's or adult's exact words", required=False)


class GiveView(forms.Form):
    agency = agency("Whose view is this?")
    view = one("Is the threshold met, as your agency sees it?", AgencyView.View)
    words = say("Why, in your agency's own words", required=False)
    said_by = short(
        "Who of that agency said so?", "Leave it empty if you speak for your own agency.", required=False
    )

    def clean(self):
        if self.cleaned_data.get("view") not in (None, "", "no-view") and not self.cleaned_data.get("words"):
            self.add_error("words", "Say why, in your agency's own words.")
        return self.cleaned_data


class WriteNote(forms.Form):
    words = say("What was said or seen?")
    happened_at = PastMoment(label="When?")
    with_whom = short("With whom?", required=False)
    how = one("How?", Note.How, required=False, blank="Not said")


PARTICIPATING = {
    "invite": Invite,
    "say_why_not_asked": SayWhyNotAsked,
    "record_attendance": RecordAttendance,
    "ask": Ask,
    "chase": Chase,
    "contribute": Contribute,
    "answer_nothing_known": AnswerNothingKnown,
    "amend_contribution": AmendContribution,
    "give_view": GiveView,
    "note": WriteNote,
}


# Before a finding about harm


class RecordSeen(forms.Form):
    happened_at = PastMoment(label="When?", help_text="The time of the visit, not of writing it down.")
    how = one("How?", SeenHow)
    place = short("Where?")
    by_whom = short("By whom?")


class RecordSeenChild(Facts):
    """Seen alone, seen not alone, not seen: one question, not two."""

    seen = one("Was the child seen?", Seen)
    not_alone_because = say("Why not alone?", required=False)
    who_else = short("Who else was there?", required=False, length=300)
    observed = say(
        "How did the child look and behave?",
        "For a mark: where, size, shape, colour against this child's own skin, swelling, warmth, pain, "
        "and the light. "
        "Which parts of the body were seen. What was not looked at is said too.",
        required=False,
    )
    what_next = say("Not seen: what happens next?", required=False)
    manager_told = short("Not seen: which manager was told, just now?", required=False)

    only_if = {
        "not_alone_because": ("seen", [Seen.NOT_ALONE]),
        "what_next": ("seen", [Seen.NOT_SEEN]),
        "manager_told": ("seen", [Seen.NOT_SEEN]),
    }

    def clean(self):
        answered = super().clean()
        if answered.get("seen") == Seen.NOT_ALONE and not answered.get("not_alone_because"):
            self.add_error("not_alone_because", "Say why the child was not seen alone.")
        if answered.get("seen") == Seen.NOT_SEEN:
            for name, says in (
                ("what_next", "Say what happens next."),
                ("manager_told", "Tell a manager now."),
            ):
                if not answered.get(name):
                    self.add_error(name, says)
        return answered


class RecordOwnWords(forms.Form):
    happened_at = PastMoment(label="When?")
    words = say("What did the child say?", "Exactly, in the child's own words.")
    question = say(
        "What was asked before?", "The question in its own words; “nothing was asked” is an answer."
    )
    to_whom = short("To whom?")
    place = short("Where?")
    alone = YesNo(label="Was the child alone with that person?")


class RecordReferrerContact(forms.Form):
    happened_at = PastMoment(label="When?")
    whom = short("Who?", "For somebody who gave no name: words by which the call is known.")
    reached = YesNo(label="Was this person reached?")
    words = say("What was said; or why was nobody reached?")


class RecordEarlierConcernsChild(Facts):
    shows = say(
        "What do the earlier concerns show together?",
        "About the child and the household, from whomever. Concerns are counted, not referrers.",
    )


FINDING = {
    **PARTICIPATING,
    "record_seen": RecordSeen,
    "record_own_words": RecordOwnWords,
    "record_referrer_contact": RecordReferrerContact,
}
FINDING_PER_CHILD = {"record_seen": RecordSeenChild, "record_earlier_concerns": RecordEarlierConcernsChild}


# A professional disagreement


class AboutRecord(ChooseOne):
    """The record in which the decision stands, by its reference: a stage or a child's case that one may see."""

    widget: Any = forms.TextInput

    def scope(self, user, record) -> None:
        self.user = user
        self.queryset = Subject.objects.all()

    def narrow(self, rows) -> None:
        """Opened from a child's page it is still any record."""

    def find(self, values: list) -> list:
        return [each if isinstance(each, Record) else self._named(str(each)) for each in values]

    def _named(self, reference: str) -> Record:
        subject = self.queryset.filter(reference=reference.strip().upper()).first()
        model = records().get(subject.kind) if subject else None
        found = None
        if subject and model and (issubclass(model, Stage) or model is Case):
            found = model.visible_to(self.user).filter(pk=subject.pk).first()
        if found is None:
            raise forms.ValidationError("Give the reference of a record that you work with, as SD-7K2MQ9TX.")
        return found


class RowsOfRecord(ChooseMany):
    """Children of the record that another question names; all of them where nobody is chosen."""

    about = ""

    def scope(self, user, record) -> None:
        self.user, self.queryset = user, Case.visible_to(user)

    def narrow(self, rows) -> None:
        """The record decides who is offered."""

    def rows(self) -> list:
        try:
            record = self._asked().find([self.about])[0] if self.about else None
        except forms.ValidationError:
            record = None
        return record.rows_visible_to(self.user) if isinstance(record, Stage) else []

    def _asked(self) -> AboutRecord:
        asked = AboutRecord(Subject)
        asked.scope(self.user, None)
        return asked

    def options(self):
        return [(row.reference, row.child_name) for row in self.rows()]

    def to_python(self, value):
        """Matched against the children of the record once, however many are named."""
        if not value:
            return []
        known = {row.reference: row for row in self.rows()}
        known |= {row.case.reference: row for row in known.values() if row.case_id}
        if unknown := [each for each in value if each not in known]:
            raise forms.ValidationError(f"Choose children of that record: “{unknown[0]}” is not among them.")
        return [known[each] for each in value]


class RaiseDisagreement(forms.Form):
    about = AboutRecord(
        Subject, label="In which record was it decided?", help_text="Its reference, for example SD-7K2MQ9TX."
    )
    children_of_it = RowsOfRecord(
        Case, required=False, label="Which children?", help_text="All of them where nobody is chosen."
    )
    point = one("What is disputed?", Point, required=False, blank="Not said")
    decision = say("Which decision do you disagree with?", "As it was taken, or not taken.")
    why = say("Why?", "Your view, and what makes you fear for the child. It is kept as said.")
    unsafe = YesNo(
        label="Is a child in danger because of it?",
        help_text="Then a manager outside the dispute decides today. In immediate danger: protect first.",
        required=False,
    )
    interim_safety = say(
        "How are the children safe until it is settled?", "May be said later, for each child.", required=False
    )
    agency = Choose(Agency, label="For which agency do you speak?", required=False)
    decided_by = Choose(
        User, where={"is_service": False, "is_active": True}, label="Who decided?", required=False
    )
    level = forms.IntegerField(
        label="At which level does it start?",
        help_text="Left empty: level 1, between practitioners and their managers.",
        required=False,
        min_value=1,
        max_value=5,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        said = self.data.get("about") if self.is_bound else self.initial.get("about")
        children: Any = self.fields["children_of_it"]
        children.about = said or ""


class InterimSafety(forms.Form):
    agreed_with = short("With whom was this agreed?", length=300)


class InterimSafetyChild(forms.Form):
    interim_safety = say("How is this child safe until it is settled?")


class GiveSide(forms.Form):
    agency = agency("Whose side is this?")
    words = say("That side's view, in its own words")
    said_by = short("Who said so?", "Leave it empty if you speak for yourself.", required=False)


class Answer(forms.Form):
    words = say("What is your answer, and why?")


class GoUp(forms.Form):
    reason = say("Why does the answer not settle it, or why can it not wait?")
    level = forms.IntegerField(
        label="To which level?",
        help_text="Left empty: the next one.",
        required=False,
        min_value=1,
        max_value=5,
    )
    unsafe = YesNo(
        label="Is a child in danger because of it?",
        help_text="Then a manager outside the dispute decides today.",
        required=False,
    )


class WithReason(forms.Form):
    reason = say("Why?")


class Settle(forms.Form):
    words = say("What was decided or agreed, and why?")
    learning = say("What is learnt from it?", required=False)


DISAGREEMENT = StepForms(
    Disagreement,
    {
        "raise_disagreement": RaiseDisagreement,
        "agree_interim_safety": InterimSafety,
        "give_side": GiveSide,
        "answer": Answer,
        "go_up": GoUp,
        "suspend": WithReason,
        "end_suspension": WithReason,
        "accept_answer": Settle,
        "decide_it_changes": Settle,
        "decide_it_stands": Settle,
    },
    per_child={"agree_interim_safety": InterimSafetyChild},
)
