"""The questions of taking part, asked the same in every stage that agencies take part in."""

from django import forms

from cpu.models import Agency
from govuk.forms import YesNo
from partners.models import AgencyView, Attendance, Contribution, Seen, SeenHow, Urgency
from workflow.forms import Choose, PastDate, PastMoment, one, say, short
from workflow.models import Note


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
