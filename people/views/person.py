"""One person: everything recorded about them, with who is around, where, and what protects."""

from datetime import date, datetime
from typing import Any, cast

from cpu.calendars import london_day
from cpu.deadlines import say_day, say_moment
from cpu.models import User
from people import queries
from people.models import (
    Case,
    Person,
)
from people.views.words import KEPT, review
from workflow import document
from workflow.forms import moment_of_the_door
from workflow.views import Document, RecordView, StepPage


class PersonView(RecordView):
    """What a person's page and its steps share."""

    model = Person

    def about(self, record) -> str:
        return record.known_as or "A new person"

    def crumbs(self, record) -> list[dict[str, str]]:
        return [{"label": "My work", "url": "/"}, {"label": "Children", "url": "/cases/"}]


class PersonDocument(PersonView, Document):
    """Everything recorded about one person, with who is around, where, and what protects."""

    def more(self, record: Person) -> dict[str, Any]:
        now, reader = moment_of_the_door(), cast(User, self.request.user)
        today = london_day(now)
        around = queries.people_around(record)
        seen = Person.visible_to(reader).filter(pk__in=[each.person.pk for each in around])
        known = set(seen.values_list("pk", flat=True)) if around else set()
        cases = Case.visible_to(reader).filter(child=record).select_related("subject").order_by("pk")
        tables = [
            (
                "Cases",
                ["Case", "State"],
                [
                    [{"text": each.reference, "url": document.url_of(each)}, each.state_label]
                    for each in cases
                ],
            ),
            ("To be checked", ["What"], [[each] for each in record.doubts(today)]),
            (
                "What to do",
                ["Flag", "Says who", "Review"],
                [
                    [
                        f"{each.get_kind_display()}: {each.what_to_do}",
                        each.source,
                        review(each.review_on.isoformat(), today),
                    ]
                    for each in record.flags.filter(ended_at__isnull=True)
                ],
            ),
            (
                "What protects",
                ["Condition", "From whom", "Until"],
                [
                    [str(each), each.against.known_as, _until(each, now)]
                    for each in record.conditions.select_related("against")
                    if each.protects(now) or each.asks(now)
                ],
            ),
            (
                "People around",
                ["Who", "What they are", "Parental responsibility"],
                [
                    [
                        {
                            "text": each.person.known_as,
                            "url": document.url_of(each.person) if each.person.pk in known else "",
                        },
                        each.says,
                        each.responsibility,
                    ]
                    for each in around
                ],
            ),
            (
                "Addresses",
                ["Where", "With", "From when until when"],
                [_place(each, today) for each in queries.addresses_for(record, reader)],
            ),
            (
                "Services",
                ["Service", "How to reach it", "From when until when"],
                [
                    [str(each), each.contact, _span(each, today)]
                    for each in record.services.select_related("agency")
                ],
            ),
            (
                "Numbers",
                ["Number", "Issued by", "Checked"],
                [
                    [f"{each}{' (ended)' if each.ended_at else ''}", each.issuer, each.doubt or _traced(each)]
                    for each in record.identifiers.all()
                ],
            ),
            (
                "Disabilities",
                ["Disability"],
                [[str(each)] for each in record.disabilities.filter(until_at__isnull=True)],
            ),
        ]
        return {
            "views": [
                {"heading": heading, "columns": columns, "rows": rows, "quotes": [], "note": ""}
                for heading, columns, rows in tables
                if rows
            ],
            "print_name": record.known_as,
        }


class PersonStep(PersonView, StepPage):
    """A step of a person's record."""


def _span(row, today: date) -> str:
    since = f"since {say_day(row.from_on, today)}" if row.from_on else ""
    until = f"until {say_day(row.until_on, today)}" if row.until_on else ""
    return " ".join(filter(None, [since, until])) or "now"


def _place(address, today: date) -> list[Any]:
    kept = ", ".join(sorted({each.whom.known_as for each in address.kept_by}))
    lines = ", ".join(filter(None, [*address.lines.splitlines(), address.postcode])) or KEPT
    where = {"text": lines, "note": f"Kept from {kept}" if kept else ""}
    return [where, ", ".join(filter(None, [address.carer_name, address.household])), _span(address, today)]


def _until(condition, now: datetime) -> str:
    if condition.asks(now):
        return "Over. What protects the child now? Nobody has said."
    return (
        f"Ends {say_moment(condition.expires_at, london_day(now))}."
        if condition.expires_at
        else "No end given."
    )


def _traced(number) -> str:
    return f"traced {say_day(london_day(number.verified_at))}" if number.verified_at else "not traced"
