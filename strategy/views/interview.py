"""Pages of ABE interviews."""

from typing import Any
from urllib.parse import urlencode

from cpu.deadlines import say_moment
from cpu.models import AuditEvent
from cpu.roles import can
from strategy.guards import interview as guards
from strategy.models import (
    AbeInterview,
    ChildProtectionMedical,
)
from strategy.views.page import OfOneChild, Page, asked_first, link_to, own_clocks
from workflow import document
from workflow.forms import moment_of_the_door


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
            "facts": [
                *(self.asked(record) if mine else []),
                *([summary] if record.held_at else []),
                *(self.content(record) if mine else [KEPT_FOR_FEW]),
            ],
            "children": [],
            "clocks": own_clocks(record, self.request.user),
            **({} if mine else {"events": self.told_to_all(record)}),
        }

    def asked(self, record) -> list[dict[str, Any]]:
        """What this record itself mends; a sibling's interview is asked for beside who saw or heard it."""
        asked = guards.asked_of_interview(record, moment_of_the_door())
        return asked_first(self.request.user, record, [(says, mend) for says, mend in asked if mend])

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
        asks = can(self.request.user, AbeInterview.steps()["decide"].permission)
        ask = document.url_to_open("abe-interviews", "decide") if asks else ""
        sibling = [
            {
                "label": "Brother's or sister's interview",
                "missing": guards.eyewitnesses_are_asked_for.says,
                "url": ask and f"{ask}?{urlencode({'linked': record.reference})}",
                "action": "Ask for it",
            }
        ]
        linked = [fact for each in others for fact in link_to(each, self.request.user)]
        early = [
            {"label": "Before the discussion", "value": "Held before a strategy discussion about this child."}
        ]
        decided = f"{say_moment(record.decided_at)}" if record.decided_at else "Not before it was held"
        return [
            *(early if record.before_discussion else []),
            {"label": "Decided on", "value": decided},
            *link_to(record.discussion, self.request.user),
            *link_to(record.linked, self.request.user),
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
