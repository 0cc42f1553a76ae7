"""Invented people and dates for the gallery: every component and page as it looks with believable content."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from govuk.forms import LONDON, Choice, DateField, MomentField, YesNo

TODAY = dt.date(2027, 5, 12)
HERE = "#"


def _why(event_on: dt.date, length: int, due_on: dt.date, event: str, rule: str) -> dict[str, Any]:
    off = {dt.date(2027, 5, 3): "Early May bank holiday", dt.date(2027, 5, 31): "Spring bank holiday"}
    counted: list[dict[str, Any]] = []
    skipped: list[dict[str, Any]] = []
    day = event_on
    while len(counted) < length:
        day += dt.timedelta(days=1)
        if reason := off.get(day, "") or (f"{day:%A}" if day.weekday() > 4 else ""):
            skipped.append({"date": day, "reason": reason})
        else:
            counted.append({"date": day, "number": len(counted) + 1})
    return {
        "rule": rule,
        "event": event,
        "event_on": event_on,
        "counted": counted,
        "skipped": skipped,
        "due_on": due_on,
        "versions": "Rule in force since 1 April 2027. England's bank holidays, list of 2 January 2027.",
    }


def _clock(label: str, sentence: str, date_sentence: str, tone: str, **more: Any) -> dict[str, Any]:
    return {
        "label": label,
        "sentence": sentence,
        "date_sentence": date_sentence,
        "tone": tone,
        "url": HERE,
        "note": "",
        "about": "",
        "why": None,
    } | more


HELD = "Counted from the strategy discussion of Friday 30 April 2027, 11am. That day is day 0."
CONFERENCE = _clock(
    "Initial child protection conference",
    "In 8 working days",
    "Monday 24 May",
    "later",
    note="That is the last day, not a target: bring it forward if the children need it.",
    why=_why(
        dt.date(2027, 4, 30),
        15,
        dt.date(2027, 5, 24),
        HELD,
        "At most 15 working days after the strategy discussion that started the enquiry.",
    ),
)
OUTCOME = _clock(
    "Outcome of the section 47 enquiry",
    "In 3 working days",
    "Monday 17 May",
    "later",
    note="Local rule, 10 working days.",
    why=_why(dt.date(2027, 4, 30), 10, dt.date(2027, 5, 17), HELD, "10 working days after the discussion."),
)
ASSESSMENT = _clock(
    "Assessment",
    "In 37 working days",
    "Monday 5 July",
    "later",
    why=_why(
        dt.date(2027, 4, 29),
        45,
        dt.date(2027, 7, 5),
        "Counted from the referral, received Thursday 29 April 2027, 4:20pm.",
        "45 working days after the referral was received.",
    ),
)
LOOK = _clock(
    "Look for danger",
    "Due in 22 minutes",
    "today, 9:07am",
    "soon",
    why={
        "rule": "Every referral is looked at for danger within one hour, nights and weekends too.",
        "event": "Counted from the referral, received Wednesday 12 May 2027, 8:07am.",
        "versions": "Local value of 1 April 2027.",
    },
)
SAFE = _clock("Safe before", "Late by 15 minutes", "was due today, 8:30am", "late")
CLOCKS = [
    _clock(
        "Child seen",
        "Late by 1 working day",
        "was due Tuesday 11 May",
        "late",
        about="Teal, 1",
        note="Reason given: not at home on two visits. Agreed by Helen Okoro. Nursery today, 2pm.",
    ),
    _clock("Record of the strategy discussion", "Due tomorrow, 5pm", "Thursday 13 May", "soon"),
    OUTCOME,
    CONFERENCE,
    ASSESSMENT,
]

UNMET = [
    {
        "reason": "say whether a medical is needed, or why not.",
        "child": "Rowan",
        "mend_url": HERE,
        "may_explain": False,
    },
    {
        "reason": "say who sees the child apart from the suspected person, where and when.",
        "child": "Teal",
        "mend_url": HERE,
        "may_explain": False,
    },
    {
        "reason": "Invite the school or nursery, or say why not.",
        "child": "",
        "mend_url": HERE,
        "may_explain": True,
        "name": "education_is_invited",
        "explained": "",
    },
    {
        "reason": "the earlier concerns were not read together.",
        "child": "Teal",
        "mend_url": HERE,
        "may_explain": True,
        "name": "earlier_concerns_are_read",
        "needs_manager": True,
        "explained": "Read by the night worker, 11 May.",
        "error": "A manager has not approved this yet.",
    },
]

STEPS = [
    {
        "label": "Agree section 47 enquiries",
        "url": HERE,
        "adds": False,
        "unmet": UNMET,
        "note": "The review does not move the conference date.",
    },
    {"label": "Record no enquiries", "url": HERE, "adds": False, "unmet": UNMET[:2]},
    {"label": "Log what an agency knows", "url": HERE, "adds": True},
    {"label": "Write a note", "url": HERE, "adds": True},
]

IVY_SAID = {
    "words": "Craig grabbed my arm and banged me on the door because Rowan was crying.",
    "who": "",
    "to": "Ms Lindqvist",
    "where": "school",
    "when": "30 April, 9:20am",
    "alone": "alone",
    "question": "What happened to your arm?",
}
TEAL_VIEW = {
    "words": "Same house, same adult, a one-year-old who cannot tell us. The nursery’s words are new.",
    "who": "Grace Adeyemi, health",
    "when": "2:33pm",
    "note": "Kept as said. About a child under two: a manager outside the room decides today",
}
CHILDREN: list[dict[str, Any]] = [
    {
        "name": "Ivy",
        "age": "9",
        "status": "Complete",
        "url": HERE,
        "quotes": [IVY_SAID],
        "facts": [
            {"label": "Threshold", "value": "Met. Enquiry goes on, with police"},
            {
                "label": "Medical",
                "value": "Done 30 April, Dr Ines Caldeira. No further examination advised, 11 May",
            },
            {"label": "Who sees the child", "value": "Nadia Rahim, alone, at school, 13 May"},
            {
                "label": "Tonight",
                "value": "With Marta Wilk, aunt. Family arrangement, agreed by Leanne Harcastle in writing",
            },
        ],
        "links": [{"label": "Change Ivy’s answers", "url": HERE}],
    },
    {
        "name": "Rowan",
        "age": "6",
        "status": "1 unanswered",
        "url": HERE,
        "quotes": [],
        "facts": [
            {"label": "Threshold", "value": "Met. Enquiry goes on, with police"},
            {
                "label": "Medical",
                "missing": "Needed, of which kind and when, or why not.",
                "url": HERE,
                "action": "Answer for Rowan",
            },
            {"label": "Who sees the child", "value": "Nadia Rahim, alone, at school, 13 May"},
            {
                "label": "Tonight",
                "value": "With Marta Wilk, aunt. Family arrangement, agreed by Leanne Harcastle in writing",
            },
        ],
        "links": [{"label": "Change Rowan’s answers", "url": HERE}],
    },
    {
        "name": "Teal",
        "age": "1",
        "status": "2 unanswered",
        "url": HERE,
        "quotes": [],
        "facts": [
            {"label": "Threshold", "value": "Not met today (proposed). Health disagrees"},
            {
                "label": "Medical",
                "missing": "Give the name of the paediatrician who advised.",
                "url": HERE,
                "action": "Add the name",
            },
            {
                "label": "Who sees the child",
                "missing": "Apart from Craig Dunmore.",
                "url": HERE,
                "action": "Answer for Teal",
            },
            {"label": "Tonight", "value": None},
        ],
        "links": [{"label": "Change Teal’s answers", "url": HERE}],
    },
]
EVENTS = [
    {
        "happened": "11 May 2027",
        "what": "Teal’s nursery asked what it knows",
        "who": "Nadia Rahim, social care",
        "known": "Recorded the same day",
        "note": "",
        "url": "",
    },
    {
        "happened": "10 May 2027",
        "what": "Police: enquiries continue, no charging decision yet; Craig Dunmore on bail not to contact "
        "Ivy or Rowan",
        "who": "DS Martin Pell",
        "known": "Known to us 12 May, 7:52am",
        "note": "",
        "url": HERE,
    },
    {
        "happened": "30 Apr 2027",
        "what": "First account taken by Ms Lindqvist",
        "who": "Alderbrook Primary",
        "known": "Known to us 9:45am",
        "quote": IVY_SAID,
    },
    {
        "happened": "17 Nov 2026",
        "what": "Rowan was not brought to a dental appointment, the third of three",
        "who": "Wexmoor Dental",
        "known": "Known to us 5 May 2027",
        "note": "",
        "url": "",
    },
]
HERE_LIST = {
    "heading": "Who is here",
    "sentence": "Quorum met: 3 of 3 agencies.",
    "people": [
        {
            "agency": "Social care",
            "needed": True,
            "state": "here",
            "person": "Helen Okoro, team manager, chair",
        },
        {
            "agency": "Police",
            "needed": True,
            "state": "here",
            "person": "DS Martin Pell. Can commit his agency",
        },
        {"agency": "Health", "needed": True, "state": "here", "person": "Grace Adeyemi. Joined 2:09pm"},
        {
            "agency": "Nursery",
            "needed": False,
            "state": "not here, sent information",
            "person": "Joanne Pike, Little Ferns",
        },
        {
            "agency": "GP",
            "needed": False,
            "state": "missing",
            "person": "Northgate Surgery",
            "note": "Invited 10 May, no reply; chased 12 May, 9am.",
        },
        {
            "agency": "Adult mental health",
            "needed": False,
            "state": "never invited",
            "person": "",
            "note": "Leanne Harcastle told her GP of low mood.",
            "url": HERE,
            "action": "Invite now, or say why not",
        },
    ],
}
ASKED = {
    "heading": "Who was asked: 1 never asked, 1 late, 1 due today, 2 answered",
    "columns": ["Agency", "State", "Asked, answered, what it says"],
    "rows": [
        [
            {"text": "Adult mental health", "note": ""},
            {"tag": "Never asked", "tone": "late"},
            {
                "text": "Leanne Harcastle told the GP of low mood, February.",
                "links": [{"label": "Ask now, or say why not", "url": HERE, "about": "Adult mental health"}],
            },
        ],
        [
            {"text": "Hull children’s services", "note": ""},
            {"tag": "Late by 1 working day", "tone": "late"},
            {
                "text": "Asked Monday 10 May, due Tuesday 11 May. Rang 12 May, 8:30am: sending today.",
                "links": [{"label": "Chase", "url": HERE, "about": "Hull children’s services"}],
            },
        ],
        [
            {"text": "GP, Northgate Surgery", "note": "Dr Amal Reyes"},
            {"tag": "Due today, 5pm", "tone": "soon"},
            {"text": "Asked Tuesday 11 May. Not yet answered.", "links": []},
        ],
        [
            {"text": "Police", "note": "DS Martin Pell"},
            {"tag": "Answered late", "tone": "done"},
            {
                "text": "Asked 30 April, due 4 May, answered 12 May: late by 6 working days, bail hearing.",
                "links": [{"label": "Read", "url": HERE, "about": "Police"}],
            },
        ],
        [
            {"text": "Housing", "note": ""},
            {"tag": "Answered: nothing known", "tone": "done"},
            {"text": "Asked 10 May, answered 11 May, after looking.", "links": []},
        ],
    ],
}
CRUMBS = [
    {"label": "My work", "url": HERE},
    {"label": "Children", "url": HERE},
    {"label": "Strategy discussion", "url": ""},
]


class SampleForm(forms.Form):
    """One field of every kind, in the words of a page."""

    only_if = {"why_not_alone": ("seen", "NOT_ALONE")}

    held_at = MomentField(
        label="When was it held?", help_text="The time it began. The law counts from this day."
    )
    born_on = DateField(label="Date of birth", required=False, help_text="For example, 12/5/2018")
    seen = Choice(
        label="Was the child seen?",
        choices=[("ALONE", "Seen, and alone"), ("NOT_ALONE", "Seen, not alone"), ("NOT_SEEN", "Not seen")],
    )
    why_not_alone = forms.CharField(label="Why not alone?", required=False, widget=forms.Textarea)
    interpreter = YesNo(label="Does anyone need an interpreter?")
    outcome = Choice(
        label="What does the enquiry find?",
        choices=[
            ("LIKELY", "Substantiated, and likely to continue"),
            ("PAST", "Substantiated, not likely to continue"),
            ("INCONCLUSIVE", "Inconclusive"),
            ("NOT", "Not substantiated"),
        ],
        hints={"NOT": "This does not mean it did not happen."},
    )
    told = forms.MultipleChoiceField(
        label="Who has been told?",
        required=False,
        choices=[
            ("MOTHER", "Leanne Harcastle, mother"),
            ("FATHER", "Tomasz Wilk, father"),
            ("SCHOOL", "Alderbrook Primary"),
        ],
    )
    agency = forms.ChoiceField(
        label="Which agency?",
        choices=[
            ("", "Choose"),
            *(
                (str(n), name)
                for n, name in enumerate(
                    (
                        "Social care",
                        "Police",
                        "Health",
                        "Education",
                        "Early years",
                        "Housing",
                        "Probation",
                        "Youth justice",
                        "Adult mental health",
                        "Substance misuse",
                    )
                )
            ),
        ],
    )
    reference = forms.CharField(label="Crime reference", required=False, max_length=40)
    grounds = forms.CharField(
        label="Why is there reasonable cause to suspect significant harm?",
        widget=forms.Textarea,
        help_text="What is known, who said it, and what it means for this child.",
    )
    agreed = forms.BooleanField(label="The children’s own words were read out in the meeting", required=False)


class SampleChild(forms.Form):
    medical = forms.ChoiceField(
        label="Is a medical needed?",
        choices=[
            ("", "---------"),
            ("NEEDED", "Needed"),
            ("NOT_NEEDED", "Not needed, a paediatrician advised"),
        ],
    )
    tonight = forms.CharField(
        label="Where does the child sleep tonight, and with whom?", widget=forms.Textarea
    )


def _child_forms(data: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    rows = []
    for number, (name, age) in enumerate((("Ivy", "9"), ("Rowan", "6"))):
        form = SampleChild(data, prefix=f"child-{number}")
        form.about = name  # type: ignore[attr-defined]
        rows.append(
            {
                "row": str(number),
                "name": name,
                "age": age,
                "chosen": True,
                "note": "",
                "facts": [],
                "form": form,
            }
        )
    return rows


def step(*, refused: bool = False) -> dict[str, Any]:
    """The context of a step's page, before or after a refusal."""
    from govuk.templatetags.govuk import problems

    data: dict[str, Any] = {
        "held_at_date": "31/2/2027",
        "held_at_time": "2:30",
        "seen": "NOT_ALONE",
        "agency": "3",
        "told": ["MOTHER"],
        "grounds": "Ivy’s account, the medical opinion of 30 April and the history, taken together.",
        "child-0-medical": "NEEDED",
        "child-0-tonight": "With Marta Wilk, aunt.",
    }
    form = SampleForm(data if refused else None)
    children = _child_forms(data if refused else None)
    return {
        "title": "Agree section 47 enquiries",
        "heading": "Agree section 47 enquiries",
        "about": "Strategy discussion: Ivy, Rowan and Teal Harcastle",
        "crumbs": CRUMBS,
        "version": 14,
        "form": form,
        "children": children,
        "children_hint": "One recording serves the children ticked; the reasons are each child’s own.",
        "unmet": UNMET,
        "refused": refused,
        "problem": refused,
        "problems": problems(form, *(c["form"] for c in children)),
        "follows": [
            "A section 47 enquiry opens for the children ticked",
            "The conference stays due Monday 24 May",
        ],
        "clocks": [CONFERENCE],
        "submit_label": "Record the decisions",
        "back_url": HERE,
        "protect_url": HERE,
    }


def conflict() -> dict[str, Any]:
    """The context of the page after somebody else recorded first."""
    typed = {
        "held_at": dt.datetime(2027, 5, 12, 14, tzinfo=LONDON),
        "seen": "ALONE",
        "interpreter": True,
        "outcome": "INCONCLUSIVE",
        "grounds": "Ivy’s account, the medical opinion of 30 April and the history, taken together.",
    }
    return step(refused=False) | {
        "form": SampleForm(initial=typed),
        "version": 15,
        "unmet": [],
        "since": [
            {
                "who": "DS Martin Pell, detective sergeant, Wexmoor Police",
                "when": "Wednesday 12 May, 2:39pm",
                "what": "Logged what an agency knows",
                "why": "",
                "changes": [],
            },
            {
                "who": "Helen Okoro, team manager",
                "when": "Wednesday 12 May, 2:36pm",
                "what": "Corrected the time it was held",
                "why": "The call began late",
                "changes": [{"label": "Held at", "was": "2pm", "now": "2:04pm"}],
            },
        ],
    }


def record() -> dict[str, Any]:
    """The context of a stage as a document."""
    return {
        "title": "Strategy discussion",
        "heading": "Strategy discussion 2, review: Ivy, Rowan and Teal Harcastle",
        "crumbs": CRUMBS,
        "reference": "SD-7K2MQ9TX",
        "version": 14,
        "withdrawn": "",
        "state_sentence": "Held. Wednesday 12 May 2027, 2pm, by video, chaired by Helen Okoro. "
        "This review does not move the conference date: it stays Monday 24 May.",
        "facts": [
            {"label": "How it met", "value": "By video"},
            {"label": "Manager who confirmed", "value": None},
            {"label": "Crime reference", "missing": "Ask the police.", "url": HERE, "action": "Add"},
        ],
        "children": CHILDREN,
        "participation": ASKED,
        "views": [
            {
                "heading": "What each agency knows",
                "columns": ["Agency", "Information, as they gave it", "About"],
                "rows": [
                    [
                        {"text": "Social care", "note": "Nadia Rahim"},
                        "Ivy and Rowan settled with Marta Wilk. Leanne Harcastle visits daily.",
                        "Ivy, Rowan, Teal",
                    ],
                    [
                        {"text": "Police", "note": "DS Martin Pell"},
                        {
                            "tag": "Police handling: not for minutes",
                            "text": "3 calls to a former partner’s home, 2021 to 2022.",
                        },
                        "All three",
                    ],
                ],
            },
            {
                "heading": "Each agency’s own view",
                "columns": ["Agency", "Ivy", "Rowan", "Teal"],
                "quotes": [TEAL_VIEW],
                "rows": [
                    ["Social care", "Met", "Met", "Not met"],
                    ["Police", "Met", "Met", "Not met"],
                    ["Health", "Met", "Met", {"tag": "Disagrees: met", "tone": "late", "text": ""}],
                ],
            },
        ],
        "events": EVENTS,
        "steps": STEPS,
        "clocks": CLOCKS,
        "here": HERE_LIST,
        "protect_url": HERE,
        "print_name": "Ivy, Rowan and Teal Harcastle",
        "read_recorded": True,
    }


def case() -> dict[str, Any]:
    """The context of a child's page."""
    return {
        "crumbs": [{"label": "My work", "url": HERE}, {"label": "Child", "url": ""}],
        "person": {
            "name": "Ivy Harcastle",
            "age": "age 9",
            "links": [{"label": "Write a note", "url": HERE}],
            "facts": [
                {"label": "Born", "value": "14 February 2018"},
                {"label": "Sex", "value": "Female"},
                {"label": "NHS number", "value": "999 061 3729", "note": "checked"},
                {"label": "Speaks", "value": "English, some Polish"},
                {"label": "Lead", "value": "Nadia Rahim"},
                {"label": "Last seen", "value": "Tuesday 11 May, alone, by Nadia Rahim, at school"},
            ],
            "flags": [
                {
                    "heading": "Protected address",
                    "text": "Do not tell Craig Dunmore where Ivy and Rowan are staying, or the school run.",
                    "source": "Safety plan, Nadia Rahim, 30 April 2027. In force; review by 24 May 2027.",
                    "danger": True,
                },
                {
                    "heading": "Bail: no contact with Ivy or Rowan",
                    "text": "Craig Dunmore must not contact Ivy or Rowan, or come to 14 Alder Close.",
                    "source": "Wexmoor Police, DS Martin Pell. Ends Friday 30 July 2027 unless extended.",
                    "danger": True,
                },
                {
                    "heading": "Interpreter: Polish",
                    "text": "For Tomasz Wilk (father) at every meeting. Never use the children.",
                    "source": "Tomasz Wilk asked, 4 May 2027. Review by 4 May 2028.",
                    "danger": False,
                },
            ],
        },
        "tonight": [
            {
                "label": "Sleeps at",
                "value": "The home of an aunt (address protected)",
                "url": HERE,
                "action": "Show, and record why",
            },
            {
                "label": "Legal basis",
                "value": "Family arrangement, agreed by Leanne Harcastle in writing, 30 April",
            },
            {"label": "The other parent agrees", "value": "Tomasz Wilk: yes, 4 May"},
            {
                "label": "Checks on the carer",
                "missing": "Police check asked 30 April, no answer.",
                "url": HERE,
                "action": "Record it",
            },
            {"label": "Manager who agreed", "value": "Helen Okoro, 30 April 2027, 6pm"},
        ],
        "rings_tonight": "If Craig Dunmore comes to either home: 999, then the night worker. "
        "If Leanne Harcastle asks for the children back: listen, do not agree, ring the manager on duty.",
        "stages": [
            {"label": "Referral", "state": "done", "note": "Thursday 29 April", "url": HERE},
            {
                "label": "Strategy discussion",
                "state": "done",
                "note": "Friday 30 April. Review today, 2pm",
                "url": HERE,
            },
            {"label": "Section 47 enquiry", "state": "now", "note": "Outcome due Monday 17 May", "url": HERE},
            {
                "label": "Conference",
                "state": "ahead",
                "note": "Booked Monday 24 May, 10am, if needed",
                "url": "",
            },
            {"label": "Protection plan", "state": "ahead", "note": "", "url": ""},
        ],
        "in_words": "referral and strategy discussion are done; Ivy is in a section 47 enquiry, "
        "joint with police, since 30 April; a conference is booked and not yet decided on.",
        "story": {
            "agreed": "Agreed by Nadia Rahim, 11 May 2027, 4:40pm. Nothing decided since.",
            "facts": [
                {
                    "label": "Why we are involved",
                    "value": "A family member (name protected) rang on 29 April: Craig Dunmore had hurt her.",
                },
                {
                    "label": "What Ivy says",
                    "value": "“Craig grabbed my arm and banged me on the door because Rowan was crying.”",
                },
                {
                    "label": "Safe for now because",
                    "value": "Ivy and Rowan stay with their aunt. No contact with Craig Dunmore.",
                },
            ],
        },
        "records_columns": ["Stage", "State", "Since"],
        "records": [
            [{"text": "Section 47 enquiry", "url": HERE}, "In progress, joint with police", "30 April 2027"],
            [{"text": "Strategy discussion 2", "url": HERE}, "In session", "12 May 2027"],
            [{"text": "Assessment", "url": HERE}, "In progress", "29 April 2027"],
            [{"text": "Referral", "url": HERE}, "Decided", "29 April 2027"],
        ],
        "events": EVENTS,
        "events_heading": "Chronology (latest 4 of 41)",
        "events_url": HERE,
        "people": [
            {
                "name": "Leanne Harcastle",
                "relation": "mother",
                "note": "Parental responsibility held. 14 Alder Close",
            },
            {
                "name": "Tomasz Wilk",
                "relation": "father",
                "note": "Parental responsibility not checked.",
                "url": HERE,
                "action": "Check it",
            },
            {
                "name": "Craig Dunmore",
                "relation": "mother’s partner",
                "note": "No parental responsibility for Ivy. On bail",
            },
            {
                "name": "An aunt",
                "relation": "caring for Ivy",
                "note": "Name and address protected.",
                "url": HERE,
                "action": "Show, and record why",
            },
        ],
        "workers": [
            {
                "name": "Nadia Rahim",
                "role": "lead practitioner",
                "note": "Social care, since 30 April. Supervisor Helen Okoro",
            },
            {
                "name": "DC Rhona Bell",
                "role": "officer in the case",
                "note": "Wexmoor Police, since 30 April",
            },
        ],
        "steps": [
            {"label": "Write a note", "url": HERE, "adds": True},
            {"label": "Record a visit", "url": HERE, "adds": True},
            {"label": "Hand over the case", "url": HERE, "adds": False},
        ],
        "clocks": CLOCKS[2:],
        "relatives": [
            {"name": "Rowan Harcastle, 6", "url": HERE, "note": "Section 47 enquiry. With the same aunt"},
            {"name": "Teal Harcastle, 1", "url": HERE, "note": "Half-sister. Assessment. At 14 Alder Close"},
        ],
        "relatives_heading": "Brother and sister",
        "protect_url": HERE,
        "print_name": "Ivy Harcastle, born 14 February 2018",
        "read_recorded": True,
    }


def worklist() -> dict[str, Any]:
    """The context of My work."""
    late = _clock(
        "",
        "Late by 2 working days",
        "was due Monday 10 May",
        "late",
        why=_why(
            dt.date(2027, 4, 23),
            10,
            dt.date(2027, 5, 10),
            "Counted from when the child was last seen, Friday 23 April 2027.",
            "10 working days after the last visit.",
        ),
    )
    return {
        "sentence": "Wednesday 12 May 2027, 8:45am. 14 children, 2 late, 3 due today.",
        "actions": [
            {"label": "Write a note", "url": HERE},
            {"label": "Ask for a strategy discussion", "url": HERE},
        ],
        "new_risk": [
            {
                "clock": SAFE,
                "label": "Referral from a school: a response is asked for by 8:30am",
                "url": HERE,
                "who": "1 child: Lena Braithwaite, 3",
                "note": "Not yet looked at. Collected from nursery at noon by the adult named.",
            },
            {
                "clock": LOOK,
                "label": "New information, case already open",
                "url": HERE,
                "who": "Kit Marlowe-Dean, 4",
                "note": "From Ward 4, Wexmoor General, 8:07am",
            },
        ],
        "work": [
            {
                "clock": late,
                "label": "Visit under the child protection plan",
                "url": HERE,
                "who": "Kit Marlowe-Dean, 4",
                "reason": "Kit in hospital until 11 May; seen by ward staff, not by us.",
                "agreed_by": "Helen Okoro, 10 May",
                "next": "Visit booked today, 4pm.",
            },
            {
                "clock": _clock("", "Due today, noon", "Wednesday 12 May", "soon"),
                "label": "Little Ferns Nursery’s answer to our request",
                "url": HERE,
                "who": "Teal Harcastle, 1",
                "note": "With the nursery. Opened 8:10am, not yet answered.",
            },
            {
                "clock": _clock("", "Due tomorrow, 5pm", "Thursday 13 May", "soon"),
                "label": "Record of the strategy discussion",
                "url": HERE,
                "who": "Asa and Juno Lindfield, 8 and 5",
                "note": "",
            },
            {
                "clock": OUTCOME,
                "label": "Propose the outcome of the section 47 enquiry",
                "url": HERE,
                "who": "Ivy and Rowan Harcastle, 9 and 6",
                "note": "2 agencies have not answered, 1 was never asked.",
            },
            {
                "clock": CONFERENCE,
                "label": "Initial child protection conference",
                "url": HERE,
                "who": "Ivy and Rowan Harcastle",
                "note": "That is the last day, not a target: bring it forward if the children need it.",
            },
        ],
        "views": [
            {"label": "My own", "url": HERE, "current": True},
            {"label": "My team’s", "url": HERE, "current": False},
        ],
        "pages": {"previous_url": "", "next_url": HERE, "words": "Page 1. 23 due dates in all."},
        "waiting": [
            {
                "label": "Request for a strategy discussion",
                "url": HERE,
                "note": "Lena Braithwaite, 3. From Northgate Surgery, today 8:20am. Decide today",
            },
            {
                "label": "Approve an outcome",
                "url": HERE,
                "note": "Ezra Thorne. Proposed by Tom Beddoes, 11 May",
            },
        ],
        "meetings": [
            {
                "time": "2pm",
                "label": "Strategy discussion (review)",
                "url": HERE,
                "note": "Harcastle. Helen Okoro chairs; the GP has not replied",
            }
        ],
        "arrived_heading": "Came in since yesterday, 5:10pm",
        "arrived_columns": ["When", "What", "From"],
        "arrived": [
            [
                "Today, 7:52am",
                {"text": "Police information", "url": HERE, "note": "Ivy, Rowan and Teal Harcastle"},
                "DS Martin Pell, Wexmoor Police",
            ],
            [
                "Yesterday, 9:14pm",
                {"text": "Out-of-hours call, no visit made", "url": HERE, "note": "Mina Osei"},
                "Emergency duty team",
            ],
        ],
        "cover": [
            {
                "sentence": "You stand in for Omar Said until Friday 14 May.",
                "label": "What is due for Omar Said",
                "url": HERE,
            }
        ],
    }


def inbox() -> dict[str, Any]:
    """The context of the front door's inbox."""
    return {
        "sentence": "Wednesday 12 May 2027, 8:45am. 2 not yet looked at, 2 to decide.",
        "actions": [{"label": "Key in a referral", "url": HERE}],
        "unseen": [
            {
                "clock": SAFE,
                "label": "Referral from a school",
                "url": HERE,
                "who": "1 child: Lena Braithwaite, 3",
                "note": "“She flinched when I reached for her coat.” Collected at noon by the adult named.",
            },
            {
                "clock": LOOK,
                "label": "Referral from a family member (name protected)",
                "url": HERE,
                "who": "2 children: Kit, 4, and a baby, name not known",
                "note": "The third concern about this household in twelve months.",
            },
        ],
        "undecided": [
            {
                "clock": _clock("", "Due today, 5pm", "Wednesday 12 May", "soon"),
                "label": "Referral from police",
                "url": HERE,
                "who": "Beck Ansari, 11",
                "note": "Proposed by Tom Beddoes: assessment. A manager decides.",
            },
            {
                "clock": _clock("", "Due tomorrow, 5pm", "Thursday 13 May", "later"),
                "label": "Referral from a health visitor",
                "url": HERE,
                "who": "Unborn, due 4 August",
                "note": "",
            },
        ],
        "decided_columns": ["Referral", "Decision", "Referrer told"],
        "decided": [
            [
                {"text": "From a school, 11 May", "url": HERE, "note": "Mina Osei, 13"},
                "Strategy discussion, by Helen Okoro",
                "Yes, 11 May, 4pm",
            ]
        ],
        "page": {"previous_url": "", "next_url": HERE, "words": "1 to 5 of 12"},
    }


def components() -> dict[str, Any]:
    """Everything small on one page, with a form that came back."""
    data = step(refused=True)
    return {
        "form": data["form"],
        "blank": SampleForm(prefix="blank"),
        "clocks": CLOCKS,
        "unmet": UNMET,
        "child": CHILDREN[0],
        "quote": IVY_SAID,
        "events": EVENTS,
        "here": HERE_LIST,
        "person": case()["person"],
        "stages": case()["stages"],
        "in_words": case()["in_words"],
        "facts": CHILDREN[2]["facts"],
        "columns": ["Agency", "State"],
        "rows": [["Police", {"tag": "Answered", "tone": "done", "text": ""}]],
        "work": worklist()["work"][:1],
        "steps": STEPS,
        "problem": True,
    }


def sign_in() -> dict[str, Any]:
    """The context of the sign-in page."""
    form = AuthenticationForm()
    form.fields["username"].label = "E-mail address"
    return {
        "form": form,
        "next": "",
        "demo_accounts": [{"role": "Lead practitioner", "email": "nadia@unit.example"}],
    }
