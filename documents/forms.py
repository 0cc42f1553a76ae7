"""The questions of documents that leave the system."""

from django import forms

from cpu.models import Agency
from documents.letter import LetterKind, Reaches
from documents.models import IssuedDocument
from govuk.forms import YesNo
from workflow.forms import Choose, PastMoment, References, StepForms, one, say, short


class Make(forms.Form):
    record = short("Of which record?", "Its reference.", length=24)
    letter = one("Which document?", LetterKind)
    recipient = short(
        "For whom in the family?",
        "One person: somebody else gets a copy of their own. For a solicitor or advocate choose whom they act for.",
        required=False,
        length=24,
    )
    agency = Choose(Agency, required=False, label="Or for which agency?")
    name = short(
        "The recipient’s name",
        "For an agency: who there. Left empty, the name of the person chosen above.",
        required=False,
    )
    as_what = short("Who is that?", "“Mother of Ivy and Rowan”, “solicitor of Leanne Harcastle”, “head teacher”.")
    reaches = one("How does it reach them?", Reaches)
    for_children = References(
        label="About which children?",
        help_text="None chosen: all of this record. Children of another family are left out by themselves.",
        required=False,
    )
    words = say(
        "What else must stand in it?",
        "What was agreed with this very person, in plain words. Printed as you write it.",
        required=False,
    )


class Give(forms.Form):
    given_at = PastMoment(label="When was it given?")
    given_by = short("By whom?")


class Recall(forms.Form):
    reason = say("Why is it recalled?", "Tell the recipient too: what was on it no longer holds.")
    copy_came_back = YesNo(label="Did the paper come back?", required=False)


DOCUMENT = StepForms(IssuedDocument, {"make": Make, "give": Give, "recall": Recall})
