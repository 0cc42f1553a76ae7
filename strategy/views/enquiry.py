"""Pages of section 47 enquiries."""

from typing import Any

from cpu.deadlines import say_day, say_moment
from partners import queries
from strategy.guards import enquiry as guards
from strategy.models import (
    Section47Enquiry,
)
from strategy.models.enquiry import Evidence
from strategy.views.page import Page, Step
from workflow import document


class EnquiryDocument(Page):
    model = Section47Enquiry
    first_of_child = ("outcome", "outcome_why", "conference", "protection")

    def more(self, record) -> dict[str, Any]:
        started = say_day(self.today()) if record.started_at is None else say_moment(record.started_at)
        return {
            **super().more(record),
            "state_sentence": f"{record.get_enquirers_display()}. Started {started}. {record.state_label}.",
        }

    def fill(self, row, card) -> None:
        counted = [each for each in row.times_seen if each.counts]
        alone = [each for each in counted if each.seen == "alone"]
        card["status"] = (
            f"{row.state_label}. Seen {document.times(len(counted))}, alone {document.times(len(alone))}"
        )
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
                    "url": document.url_where_one_may(row.stage, mend, self.request.user),
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
