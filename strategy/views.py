"""Pages of discussions, enquiries and emergency protection."""

from typing import Any

from cpu.deadlines import say_day, say_moment
from partners import queries
from partners.views import taking_part
from people.models import Case
from strategy import forms as forms
from strategy import guards
from strategy import queries as court
from strategy.models import CourtOrder, EmergencyProtection, Section47Enquiry, StrategyDiscussion
from strategy.models.enquiry import Evidence
from workflow import document
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

    @staticmethod
    def today():
        from cpu.calendars import london_day
        from workflow.forms import moment_of_the_door

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
        card["facts"] = [*found, *card["facts"]]


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
