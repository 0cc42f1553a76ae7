"""Pages of discussions, enquiries and emergency protection."""

from typing import Any
from urllib.parse import urlencode

from cpu.deadlines import say_day, say_moment
from cpu.models import AuditEvent
from partners import queries
from partners.views import taking_part
from people.models import Case
from strategy import forms as forms
from strategy import guards
from strategy import queries as court
from strategy.models import (
    AbeInterview,
    ChildProtectionMedical,
    CourtOrder,
    EmergencyProtection,
    Section47Enquiry,
    StrategyDiscussion,
)
from strategy.models.enquiry import Evidence
from strategy.queries import sentence
from workflow import document
from workflow.forms import moment_of_the_door
from workflow.views import Document, StepPage


class Page(Document):
    def more(self, record) -> dict[str, Any]:
        return {
            "children": self.cards(record),
            "protect_url": document.url_to_protect(),
            **taking_part(record, self.request.user),
        }

    def cards(self, record) -> list[dict[str, Any]]:
        rows = self.rows(record)
        cards = document.child_cards(record, rows, self.today(), self.request.user)
        for row, card in zip(rows, cards, strict=True):
            self.fill(row, card)
        return cards

    def fill(self, row, card) -> None:
        """What this kind of stage shows of a child besides its facts."""

    def medicals(self, row) -> list[dict[str, Any]]:
        """How far each medical of this child is; linked where the reader may open it."""
        stages = row.stage.medicals_of(row) if row.case_id else []
        if stages and not hasattr(self, "_open_medicals"):
            cases = [each.case_id for each in row.stage.child_rows() if each.case_id]
            seen = ChildProtectionMedical.visible_to(self.request.user).filter(children__case__in=cases)
            self._open_medicals = set(seen.values_list("pk", flat=True))
        return [
            {
                "label": f"Medical, {each.get_type_display().lower()}",
                "value": each.state_label,
                "url": document.url_of(each) if each.pk in self._open_medicals else "",
                "action": "Read it",
            }
            for each in stages
        ]

    @staticmethod
    def today():
        from cpu.calendars import london_day

        return london_day(moment_of_the_door())


class Step(StepPage):
    """ "Someone needs protecting now" stands on every page and is never blocked."""

    def more(self, record, declared, asked) -> dict[str, Any]:
        return {"protect_url": document.url_to_protect()}

    def initial(self, record, declared) -> dict[str, Any]:
        """A page opened from a child's case has that child chosen already."""
        asked = super().initial(record, declared)
        case = asked.pop("case", "")
        if case and "cases" in declared.parameters:
            chosen = Case.visible_to(self.request.user).filter(subject__reference=case).first()
            asked |= {"cases": [chosen]} if chosen else {}
        return asked


class DiscussionDocument(Page):
    model = StrategyDiscussion

    def more(self, record) -> dict[str, Any]:
        held = f" {say_moment(record.held_at)}, {record.get_how_display().lower()}." if record.held_at else ""
        chair = f" Chaired by {record.chair.name}." if record.chair_id else ""
        review = " A review: it does not move the date of the conference." if record.review else ""
        return {**super().more(record), "state_sentence": f"{record.state_label}.{held}{chair}{review}"}

    def fill(self, row, card) -> None:
        """The medical stands with its answer; "needed" is owed until it is asked for."""
        owed = guards.needed_medical_is_asked_for.unmet(row.stage, row) if row.case_id else ""
        if owed:
            case = row.case.reference
            url = document.url_to_open("medicals", "request", case)
            card["facts"].insert(
                0,
                {
                    "label": "Medical",
                    "missing": owed,
                    "url": f"{url}&{urlencode({'discussion': row.stage.reference})}",
                    "action": "Ask for it now",
                },
            )
        card["facts"] = [*self.medicals(row), *card["facts"]]


class DiscussionStep(Step):
    model = StrategyDiscussion


class EnquiryDocument(Page):
    model = Section47Enquiry

    def more(self, record) -> dict[str, Any]:
        started = say_day(self.today()) if record.started_at is None else say_moment(record.started_at)
        return {
            **super().more(record),
            "state_sentence": f"{record.get_enquirers_display()}. Started {started}. {record.state_label}.",
        }

    def fill(self, row, card) -> None:
        counted = [each for each in row.times_seen if each.counts]
        alone = [each for each in counted if each.seen == "alone"]
        card["status"] = f"{row.state_label}. Seen {len(counted)} times, alone {len(alone)} times"
        card["quotes"] = [queries.quote(each) for each in row.own_words]
        found = [
            *[
                _fact(f"{each.get_seen_display()}, {each.get_how_display().lower()}", each)
                for each in row.times_seen
            ],
            *[
                {"label": f"Home seen, {say_moment(each.at)}", "value": f"{each.home} {each.sleeping_place}"}
                for each in row.homes_seen
            ],
            *[
                {
                    "label": f"Spoken to, {each.get_responsibility_display().lower()}",
                    "value": f"{each.who}, {say_moment(each.at)}, "
                    f"{'told' if each.told else 'not told'} of the enquiry",
                }
                for each in row.parents_spoken
            ],
            *[{"label": "Harm suspected", "value": _harm(each)} for each in row.harm_types],
        ]
        if row.outcome == "not-substantiated":
            found.append({"label": "Not substantiated", "value": "This does not mean it did not happen."})
        if row.state in ("PROPOSED", "APPROVED") and not row.steps_down:
            found += [
                {
                    "label": "Owed",
                    "missing": says,
                    "url": document.url_of(row.stage, mend),
                    "action": "Do it now",
                }
                for says, mend in guards.owed_by(row.stage, row)
            ]
        rests_on = [str(Evidence(each).label) for each in row.rests_on]
        for fact in card["facts"]:
            if fact["label"] == "Rests on":
                fact["value"] = "; ".join(rests_on)
        card["facts"] = [*self.medicals(row), *found, *card["facts"]]


def _fact(label: str, seen) -> dict[str, Any]:
    why = " ".join(filter(None, [seen.not_alone_because, seen.observed, seen.what_next]))
    return {"label": label, "value": f"{say_moment(seen.at)}, {seen.place}, by {seen.by_whom}. {why}".strip()}


def _harm(each) -> str:
    exploited = f", {each.get_exploitation_display().lower()} exploitation" if each.exploitation else ""
    where = f"{each.get_where_display().lower()}, {each.get_setting_display().lower()}"
    return f"{each.get_harm_display()}: {where}{exploited}. {each.words}".strip()


class EnquiryStep(Step):
    model = Section47Enquiry


def told_facts(row) -> list[dict[str, Any]]:
    """Who was told of the protection of this child, and who still is to be."""
    told = [each for each in row.stage.told_rows().all() if each.case_id == row.case_id]
    return [
        {
            "label": str(each.get_whom_display()),
            "value": f"Told {say_moment(each.at)} by {each.by_whom}"
            if each.at
            else f"Not told: {each.not_told_because}",
        }
        for each in told
    ] + [
        {
            "label": name,
            "missing": "Not yet told",
            "url": document.url_of(row.stage, "record_told"),
            "action": "Record",
        }
        for name in row.not_yet_told()
    ]


class OfOneChild(Step):
    """A stage of one child: opened from the child's page or from the discussion, with both chosen already."""

    def initial(self, record, declared) -> dict[str, Any]:
        return StepPage.initial(self, record, declared)

    def near(self, declared) -> dict[str, Any]:
        """Only what belongs to the child from which the page was opened."""
        found = super().near(declared)
        if case := self.request.GET.get("case", ""):
            rows = StrategyDiscussion.visible_to(self.request.user)
            found[StrategyDiscussion.kind] = rows.filter(children__case__subject__reference=case)
        return found


def _own_clocks(record, reader) -> list[dict[str, Any]]:
    """Its own clocks; those of the child too where the reader works with the child, and was not only asked in."""
    rows = record.child_rows()
    known = document.open_to(reader, rows)
    rows = [row for row in rows if row.case_id in known]
    return document.clock_shapes(document.clocks_of(record, rows), moment_of_the_door())


def _asked_first(record, found) -> list[dict[str, Any]]:
    """What it was recorded without: before everything else."""
    return [
        {
            "label": "Asked about",
            "missing": says,
            "url": document.url_of(record, mend),
            "action": "Answer now",
        }
        for says, mend in found
    ]


class MedicalDocument(Page):
    model = ChildProtectionMedical

    def found(self):
        return super().found().select_related("discussion__subject", "requested_by", "asked_of")

    def more(self, record) -> dict[str, Any]:
        booked = f" {say_moment(record.booked_for)}, {record.place}." if record.booked_for else ""
        held = (
            f" Examined {say_moment(record.examined_at)}, {record.clinician}." if record.examined_at else ""
        )
        return {
            "state_sentence": f"{record.get_type_display()}. {record.state_label}.{held or booked}",
            "protect_url": document.url_to_protect(),
            "facts": [
                *_latest_opinion(record),
                *_asked_first(record, guards.asked_of_medical(record)),
                *_linked(record.discussion, self.request.user),
                *document.facts(record, leave_out=["type", "discussion"]),
            ],
            # One child, named in the heading: a card would say it twice.
            "children": [],
            "clocks": _own_clocks(record, self.request.user),
            "views": self.tables(record),
        }

    def tables(self, record) -> list[dict[str, Any]]:
        tables = [
            _table(
                "Was not brought",
                ["Expected", "Who was to bring the child", "What happens next", "Manager told"],
                [
                    [
                        say_moment(each.at),
                        each.who,
                        f"{sentence(each.words)} {each.what_next}".strip(),
                        each.manager_told,
                    ]
                    for each in record.times_not_brought
                ],
            ),
            _table(
                "The opinion",
                ["What", "Opinion", "In words", "By whom"],
                [_opinion(each) for each in record.opinions],
                guards.DOES_NOT_EXCLUDE,
            ),
            _table(
                "Marks",
                ["Where", "Size and shape", "Colour, swelling, warmth, pain", "Explanation, and development"],
                [
                    [
                        each.site,
                        f"{each.size}, {each.shape}",
                        f"{sentence(each.colour)} {each.feel}",
                        ". ".join(filter(None, [each.explanation, each.explained_by, each.development])),
                    ]
                    for each in record.marks
                ],
                "The age of a bruise cannot be told from its colour.",
            ),
            _table(
                "Consent, part by part",
                ["Part", "Answer", "By whom", "How, and when"],
                [_consent(each) for each in record.answers_about_consent],
                "The latest answer about a part counts; all are kept.",
            ),
            _table(
                "What has still to be done",
                ["What", "Who", "By when", "What came of it"],
                [self._action(each) for each in record.actions],
            ),
        ]
        return [each for each in tables if each["rows"]]

    def _action(self, each) -> list[str]:
        between = f"{say_day(each.from_on)} to " if each.from_on else ""
        late = "Late: " if each.late_on(self.today()) else ""
        done = f"{say_day(each.done_on)}: {each.outcome}" if each.done_on else "Not yet done"
        return [
            f"{each.get_kind_display()}. {each.words}".strip(),
            each.who,
            f"{late}{between}{say_day(each.due_on)}",
            done,
        ]


def _table(heading: str, columns: list[str], rows: list[list[str]], note: str = "") -> dict[str, Any]:
    return {"heading": heading, "columns": columns, "rows": rows, "quotes": [], "note": note}


def _linked(record, reader) -> list[dict[str, Any]]:
    """The record it comes from, where the reader may open it."""
    if record is None or not type(record).visible_to(reader).filter(pk=record.pk).exists():
        return []
    label = record.noun()
    return [{"label": label, "value": record.reference, "url": document.url_of(record), "action": "Read it"}]


def _latest_opinion(record) -> list[dict[str, Any]]:
    """What most readers come for stands first, and never without its reminder."""
    if not record.opinions:
        return []
    last = record.opinions[-1]
    waits = " By telephone: a clinician has not confirmed it yet." if last.waits else ""
    said = f"{last.get_opinion_display()}. {sentence(last.words)}{waits}"
    note = f"{last.said_by}, {say_moment(last.at)}."
    return [{"label": str(last.get_kind_display()), "value": said, "note": note}]


def _opinion(each) -> list[str]:
    waits = ". By telephone: a clinician has not confirmed it yet." if each.waits else ""
    told = f" Given to: {each.told}" if each.told else ""
    when = f"{each.said_by}, {say_moment(each.at)}"
    return [
        each.get_kind_display(),
        f"{each.get_opinion_display()}.",
        f"{sentence(each.words)}{told}",
        when + waits,
    ]


def _consent(each) -> list[str]:
    answer = "Given" if each.given else "Refused"
    by = f"{each.who}. {each.get_by_right_display()}"
    return [each.get_part_display(), answer, by, f"{each.how}, {say_moment(each.at)}"]


class MedicalStep(OfOneChild):
    model = ChildProtectionMedical


class InterviewDocument(Page):
    model = AbeInterview

    def found(self):
        return super().found().select_related("discussion__subject", "linked__subject")

    def more(self, record) -> dict[str, Any]:
        mine = record.content_open_to(self.request.user)
        held = f" {say_moment(record.held_at)}." if record.held_at else ""
        summary = {"label": "Safeguarding summary", "value": record.safeguarding_summary}
        return {
            "state_sentence": f"{record.state_label}.{held}",
            "protect_url": document.url_to_protect(),
            "facts": [
                *(
                    _asked_first(record, guards.asked_of_interview(record, moment_of_the_door()))
                    if mine
                    else []
                ),
                *([summary] if record.held_at else []),
                *(self.content(record) if mine else [KEPT_FOR_FEW]),
            ],
            "children": [],
            "clocks": _own_clocks(record, self.request.user),
            **({} if mine else {"events": self.told_to_all(record)}),
        }

    @staticmethod
    def told_to_all(record) -> list[dict[str, Any]]:
        """That it was held, and what was written for everybody."""
        steps = ("hold", "record_held", "write_summary", "evaluate", "note")
        return document.events(AuditEvent.of(record).filter(step__in=steps).order_by("-version"))

    def content(self, record) -> list[dict[str, Any]]:
        content = record.content
        others = AbeInterview.visible_to(self.request.user)
        others = others.filter(linked=record).select_related("subject").order_by("pk")
        case = record.child_rows()[0].case.reference
        ask = document.url_to_open("abe-interviews", "decide")
        sibling = [
            {
                "label": "Brother's or sister's interview",
                "missing": "Ask for an interview of theirs as well, or it stands why not.",
                "url": f"{ask}?{urlencode({'linked': record.reference})}",
                "action": "Ask for it",
            }
        ]
        linked = [fact for each in others for fact in _linked(each, self.request.user)]
        early = [
            {"label": "Before the discussion", "value": "Held before a strategy discussion about this child."}
        ]
        decided = f"{say_moment(record.decided_at)}" if record.decided_at else "Not before it was held"
        return [
            *(early if record.before_discussion else []),
            {"label": "Decided on", "value": decided},
            *_linked(record.discussion, self.request.user),
            *_linked(record.linked, self.request.user),
            *linked,
            *(sibling if content.eyewitnesses and not linked else []),
            *self.medicals_of(case),
            *(document.facts(content, leave_out=["written_by", "written_at"]) if content.pk else []),
        ]

    def medicals_of(self, case: str) -> list[dict[str, Any]]:
        """Beside the order against the medical: when there is one."""
        seen = ChildProtectionMedical.visible_to(self.request.user).exclude(state="WITHDRAWN")
        found = []
        for each in seen.filter(children__case__subject__reference=case).order_by("pk"):
            when = each.examined_at or each.booked_for
            found.append(
                {
                    "label": f"Medical, {each.get_type_display().lower()}",
                    "value": f"{each.state_label}. {say_moment(when) if when else ''}".strip(),
                    "url": document.url_of(each),
                    "action": "Read it",
                }
            )
        return found


KEPT_FOR_FEW = {
    "label": "What was planned and said",
    "value": "Kept for the police and for those who work this child's case.",
}


class InterviewStep(OfOneChild):
    model = AbeInterview


class ProtectionDocument(Page):
    model = EmergencyProtection

    def found(self):
        return super().found().prefetch_related("toldofprotection_rows")

    def more(self, record) -> dict[str, Any]:
        return {"children": self.cards(record), "protect_url": document.url_to_protect()}

    def fill(self, row, card) -> None:
        card["facts"] += told_facts(row)


class ProtectionStep(Step):
    model = EmergencyProtection


class OrderDocument(Page):
    model = CourtOrder

    def found(self):
        return super().found().prefetch_related("toldoforder_rows")

    def more(self, record) -> dict[str, Any]:
        self.doubts: dict[int, list] = {}
        for each in court.doubts(record, self.rows(record)):
            self.doubts.setdefault(each.row.pk, []).append(each)
        ends = f" It ends {say_moment(record.expires_at)}." if record.expires_at else ""
        return {
            "children": self.cards(record),
            "protect_url": document.url_to_protect(),
            "state_sentence": f"{record.get_what_display()}, made {say_moment(record.made_at)}.{ends}",
        }

    def fill(self, row, card) -> None:
        asked = [
            {
                "label": "To look at again",
                "missing": each.says,
                "url": document.url_of(row.stage, each.mend),
                "action": "Answer",
            }
            for each in self.doubts.get(row.pk, [])
        ]
        followed = (
            [{"label": "Follows", "value": f"Police protection {row.follows.stage.reference}"}]
            if row.follows_id
            else []
        )
        card["facts"] = [*asked, *followed, *card["facts"], *told_facts(row)]


class OrderStep(Step):
    model = CourtOrder
