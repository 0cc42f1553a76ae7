"""The questions of a step, asked once: the same form behind the page, the API, the drafts and the OpenAPI document."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.choices import BaseChoiceIterator
from django.utils.functional import cached_property

from cpu.models import Membership
from cpu.roles import Permission, Role, grants
from govuk.forms import Choice, DateField, MomentField
from workflow.events import Event
from workflow.models import Note
from workflow.perform import ChildAnswers
from workflow.record import Record
from workflow.stage import ChildRow, Stage
from workflow.step import Declared

REGISTRY: dict[type[Record], "StepForms"] = {}
# Kind of record to a function (reference, reader) -> the rows that belong together with it, or None: a page opened
# from one child offers this child and the household, not everybody whom the reader may see.
TOGETHER: dict[str, Callable[[str, Any], models.QuerySet | None]] = {}
EXPLAINED = "explained-"
UNANSWERED: tuple[Any, ...] = (None, "", [])


class Reason(forms.CharField):
    """A few sentences that somebody else will read."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(**kwargs)


class PastMoment(MomentField):
    """When something happened. A fact is never refused for being late; it cannot lie in the future."""

    def clean(self, value):
        moment = super().clean(value)
        if moment and moment > timezone.now():
            raise ValidationError(
                "This lies in the future. Record what happened once it has happened.", code="future"
            )
        return moment


class PastDate(DateField):
    """The day something happened; not in the future."""

    def clean(self, value):
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise ValidationError(
                "This lies in the future. Record what happened once it has happened.", code="future"
            )
        return day


class FutureMoment(MomentField):
    """When something is planned; a plan in the past is asked about, since it would be a fact."""

    def clean(self, value):
        moment = super().clean(value)
        if moment and timezone.localdate(moment) < timezone.localdate():
            raise ValidationError("This lies in the past. A plan is for today or later.", code="past")
        return moment


class References(forms.CharField):
    """References of rows that the step itself looks up among those it may be told: several, as a list or in one line.

    For whoever sees a record and not the children's cases: the record answers what may be named.
    """

    def to_python(self, value):
        named = value.replace(",", " ").split() if isinstance(value, str) else list(value or [])
        if any(not isinstance(each, str) or len(each) > 40 for each in named):
            raise ValidationError("Name each by its reference.", code="invalid")
        return named

    def prepare_value(self, value):
        return value


def short(label: str, hint: str = "", *, required: bool = True, length: int = 200) -> forms.CharField:
    """A line of text."""
    return forms.CharField(label=label, help_text=hint, required=required, max_length=length)


def say(label: str, hint: str = "", *, required: bool = True) -> Reason:
    """A few sentences."""
    return Reason(label=label, help_text=hint, required=required)


def one(
    label: str,
    choices: Any,
    hint: str = "",
    *,
    required: bool = True,
    blank: str = "",
    hints: Mapping[str, str] | None = None,
) -> Choice:
    """One of several as radios; `blank` labels the answer that leaves it open, `hints` a line beside each value."""
    pairs = getattr(choices, "choices", choices)
    options = [(value, text) for value, text in pairs if value != ""]
    options = [("", blank), *options] if blank else options
    return Choice(label=label, help_text=hint, required=required, choices=options, hints=dict(hints or {}))


# Choices among records and rows, scoped by the door


def _key(model: type[models.Model]) -> str:
    """What names a row of this model; a reference that is some paper's number is nobody's name."""
    if issubclass(model, Record):
        return "subject__reference"
    own = [each for each in model._meta.concrete_fields if each.name == "reference" and each.unique]
    return "reference" if own else "pk"


def _reference(row: models.Model) -> str:
    return str(row.pk if _key(type(row)) == "pk" else row.reference)  # type: ignore[attr-defined]


class _Chosen:
    """What one may choose from is what one may see; named by reference, in a page and in JSON alike."""

    many = False

    def __init__(
        self,
        model: type[models.Model],
        *,
        of_record: bool | str = False,
        where: Mapping | None = None,
        may: Permission | None = None,
        **kwargs,
    ):
        """`of_record`: only rows of the record at hand; a text names the column where a row may belong to several.

        `may`: of people, only those whose role today has this permission.
        """
        self.model, self.of_record, self.where, self.may = model, of_record, dict(where or {}), may
        self.queryset: Any = None
        super().__init__(**kwargs)

    def scope(self, user, record: Record | None) -> None:
        model: Any = self.model
        if self.of_record:
            owner = self.of_record if isinstance(self.of_record, str) else model.belongs_to
            self.queryset = model._rows.filter(**{owner: record.pk if record else None})
        elif hasattr(model, "visible_to"):
            self.queryset = model.visible_to(user)
        else:
            self.queryset = model._default_manager.all()
        if self.of_record and isinstance(record, Stage) and any(f.name == "case" for f in model._meta.fields):
            # A row about a brother whom one may not know of is not offered.
            seen = [row.case_id for row in record.rows_visible_to(user)]
            self.queryset = self.queryset.filter(models.Q(case__isnull=True) | models.Q(case__in=seen))
        if self.where:
            self.queryset = self.queryset.filter(**self.where)
        if self.may:
            roles = [role for role in Role if self.may in grants(role)]
            held = Membership.in_force().filter(role__in=roles)
            self.queryset = self.queryset.filter(pk__in=held.values("user"))

    def find(self, values: list) -> list[models.Model]:
        """The rows of these references, in their order, in one statement."""
        sent = [each for each in values if not isinstance(each, self.model)]
        key = _key(self.model)
        try:
            rows = self.queryset.filter(**{f"{key}__in": sent}) if sent else ()
            found: dict[Any, models.Model] = {_reference(row): row for row in rows}
        except (ValueError, TypeError):
            found = {}
        missing = next((each for each in sent if str(each) not in found), None)
        if missing is not None:
            raise ValidationError(
                f"Choose one of those shown: “{missing}” is not among them.", code="invalid_choice"
            )
        return [each if isinstance(each, self.model) else found[str(each)] for each in values]

    def narrow(self, rows: models.QuerySet) -> None:
        """Offer and take only these, of what the reader may see."""
        self.queryset = self.queryset.filter(pk__in=rows.order_by().values("pk"))

    def options(self) -> list[tuple[str, str]]:
        """For the page: at most 200; more than that nobody reads."""
        rows = self.queryset
        if any(each.name == "child" for each in self.model._meta.fields):
            rows = rows.select_related("subject", "child__subject")
        return [(_reference(row), self.name_of(row)) for row in rows[:200]]

    @staticmethod
    def name_of(row: models.Model) -> str:
        child = getattr(row, "child", None)
        return getattr(row, "known_as", None) or (child.known_as if child is not None else str(row))


class ChooseOne(_Chosen, forms.Field):
    widget = forms.Select

    def to_python(self, value):
        return None if value in self.empty_values else self.find([value])[0]

    def prepare_value(self, value):
        return _reference(value) if isinstance(value, models.Model) else value


class ChooseMany(_Chosen, forms.Field):
    widget = forms.CheckboxSelectMultiple
    many = True

    def to_python(self, value):
        return self.find(list(value or []))

    def prepare_value(self, value):
        if isinstance(value, Iterable) and not isinstance(value, str):
            return [_reference(each) if isinstance(each, models.Model) else each for each in value]
        return value


class OptionsWhenShown(BaseChoiceIterator):
    """The options of a field, read once, when somebody looks at them: not where only an answer is checked."""

    def __init__(self, field: _Chosen):
        self.field = field

    def __iter__(self):
        return iter(self._options)

    @cached_property
    def _options(self) -> list[tuple[str, str]]:
        return [*([] if self.field.many else [("", "")]), *self.field.options()]


def Choose(model: type[models.Model], *, many: bool = False, **kwargs) -> ChooseOne | ChooseMany:  # noqa: N802
    """One (or many) of a model's rows that this person may see; `of_record`: of this record's own rows."""
    return (ChooseMany if many else ChooseOne)(model, **kwargs)


# The forms of a record's steps


class Nothing(forms.Form):
    """A step that asks nothing."""


class Correct(forms.Form):
    field = forms.ChoiceField(label="Which entry is wrong?")
    value = forms.CharField(label="What it should be", help_text="A date and time as 2027-05-12 14:30.")
    reason = Reason(label="How do you know?")


class Withdraw(forms.Form):
    reason = Reason(label="Why is this withdrawn?", help_text="It stays readable, marked as withdrawn.")


class WriteNote(forms.Form):
    """The commonest act of the day: two answers required."""

    words = say(
        "What was said or seen?",
        "For a mark: where, size, shape, colour against this child's own skin, swelling, warmth, pain, and the light.",
    )
    happened_at = PastMoment(label="When?")
    with_whom = short("With whom?", required=False)
    how = one("How?", Note.How, required=False, blank="Not said")


class AnswerEvent(forms.Form):
    event = one("What happened?", Event)
    words = say("What is decided here because of it?", "Who does what, by when; or why nothing changes here.")


class StepForms:
    """Which form asks what for which step of a record; the inherited steps are asked the same everywhere."""

    def __init__(
        self,
        model: type[Record],
        asked: Mapping[str, type[forms.Form]],
        per_child: Mapping[str, type[forms.Form]] | None = None,
    ):
        self.model = model
        everywhere = {
            "correct": Correct,
            "withdraw": Withdraw,
            "note": WriteNote,
            "answer_event": AnswerEvent,
        }
        self.asked = {name: form for name, form in everywhere.items() if name in model.steps()} | dict(asked)
        self.per_child = dict(per_child or {})
        REGISTRY[model] = self

    def __getitem__(self, name: str) -> type[forms.Form]:
        return self.asked.get(name, Nothing)


class Asked:
    """The questions of one step put to one person: the form, and a block for each child it may be taken for.

    data: what was typed or sent, under the form's names. chosen: references of the rows, each with its own answers
    (None: read them from `data` as a page posts them).
    """

    def __init__(
        self,
        record: Record,
        declared: Declared,
        by,
        *,
        data: Mapping | None = None,
        chosen: Mapping[str, Mapping] | None = None,
        initial: Mapping | None = None,
        near: Mapping[str, models.QuerySet] | None = None,
    ):
        """`near`: for a page, kind of record to the rows to which its choices are narrowed."""
        self.near = near or {}
        self.record, self.declared, self.by = record, declared, by
        known = REGISTRY[type(record)]
        stored = None if declared.opening else record
        self.form = self._scoped(known[declared.name](data=data, initial=dict(initial or {})), stored)
        if "field" in self.form.fields and declared.name == "correct":
            meta: Any = record._meta
            field: Any = self.form.fields["field"]
            field.error_messages["invalid_choice"] = "Choose one of the entries that are recorded here."
            field.choices = [
                (name, str(meta.get_field(name).verbose_name).capitalize()) for name in record.to_correct()
            ]
        self.child_form = known.per_child.get(declared.name)
        self.rows: list[ChildRow] = []
        self.child_forms: dict[str, forms.Form] = {}
        self.chosen: list[str] = []
        self.children_error = ""
        if declared.takes_children and isinstance(record, Stage) and not declared.opening:
            self._ask_per_child(data, chosen)

    def _scoped(self, form: forms.Form, record: Record | None) -> forms.Form:
        for field in form.fields.values():
            if isinstance(field, _Chosen):
                field.scope(self.by, record)
                if (rows := self.near.get(getattr(field.model, "kind", ""))) is not None:
                    field.narrow(rows)
                # Read only when the page is drawn: the API never pays for a list it does not show.
                field.widget.choices = OptionsWhenShown(field)
        return form

    def _ask_per_child(self, data, chosen) -> None:
        record = cast(Stage, self.record)
        visible = {row.pk for row in record.rows_visible_to(self.by)}
        eligible = {row.pk for row in record.eligible(self.declared)}
        for row in record.child_rows():
            if row.pk in visible:
                row.may_be_chosen = row.pk in eligible
                self.rows.append(row)
        if data is not None and chosen is None:
            self.chosen = (
                data.getlist("children") if hasattr(data, "getlist") else list(data.get("children") or [])
            )
        elif chosen is not None:
            self.chosen = list(chosen)
        known = {row.reference: row for row in self.rows} | {
            row.case.reference: row for row in self.rows if row.case_id
        }
        self.chosen = [known[each].reference if each in known else each for each in self.chosen]
        by_row = {known[k].reference if k in known else k: v for k, v in (chosen or {}).items()}
        if self.child_form is None:
            return
        for row in self.rows:
            answering = data is not None and row.reference in self.chosen
            own = (by_row.get(row.reference) if chosen is not None else data) if answering else None
            form: Any = self.child_form(
                data=own,
                prefix=None if chosen is not None else f"child-{row.reference}",
                initial={name: getattr(row, name, None) for name in self.child_form.base_fields},
            )
            if chosen is None:
                # A page asks of a child only what can be so; JSON names what it answers.
                for name, holds in getattr(self.child_form, "asked_where", {}).items():
                    if not getattr(row, holds):
                        del form.fields[name]
            # A message names the child where there are several.
            form.about = row.child_name if len(self.rows) > 1 else ""
            self.child_forms[row.reference] = self._scoped(form, record)

    def is_valid(self) -> bool:
        valid = self.form.is_valid()
        for reference in self.chosen:
            if reference in self.child_forms:
                valid = self.child_forms[reference].is_valid() and valid
        if self.declared.takes_children and not self.declared.opening and isinstance(self.record, Stage):
            unknown = set(self.chosen) - {row.reference for row in self.rows}
            if not self.chosen or unknown:
                self.children_error = (
                    "Choose children of this record." if unknown else "Choose at least one child."
                )
                valid = False
        return valid

    def answers(self) -> dict[str, Any]:
        """The step's parameters, once `is_valid`; what was left open is left to the step's own default."""
        answers = {name: value for name, value in self.form.cleaned_data.items() if value not in UNANSWERED}
        if self.declared.takes_children and not self.declared.opening:
            answers["children"] = [
                ChildAnswers(reference, self._facts(reference)) for reference in self.chosen
            ]
        return answers

    def _facts(self, reference: str) -> dict[str, Any]:
        """What was answered about a child; a fact that was not asked or sent is not wiped out."""
        form = self.child_forms.get(reference)
        if form is None:
            return {}
        return {
            name: value
            for name, value in form.cleaned_data.items()
            if value not in UNANSWERED
            or not form.fields[name].widget.value_omitted_from_data(
                form.data, form.files, form.add_prefix(name)
            )
        }

    def errors(self) -> list[dict[str, str]]:
        """Every message with its JSON pointer."""
        found = [
            {"pointer": "/" if name == "__all__" else f"/{name}", "detail": str(text)}
            for name, texts in self.form.errors.items()
            for text in texts
        ]
        for number, reference in enumerate(self.chosen):
            form = self.child_forms.get(reference)
            for name, texts in form.errors.items() if form is not None else ():
                where = f"/children/{number}" + ("" if name == "__all__" else f"/{name}")
                found += [{"pointer": where, "detail": str(text)} for text in texts]
        if self.children_error:
            found.append({"pointer": "/children", "detail": self.children_error})
        return found


def moment_of_the_door() -> datetime:
    """The one place where a door reads the machine's clock."""
    return timezone.now()
