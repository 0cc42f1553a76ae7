"""What the API says of a record, and the check of JSON against the form that asks it."""

from functools import cache
from typing import Any

from django import forms
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from govuk.forms import DateField, MomentField, YesNo
from workflow.forms import REGISTRY, ChooseMany, ChooseOne, References, moment_of_the_door
from workflow.record import Record
from workflow.stage import Stage
from workflow.step import Declared


class NoExtraNames:
    """Unknown names are refused together with everything else: a form alone would swallow them."""

    fields: Any

    def to_internal_value(self, data):
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        try:
            value = super().to_internal_value(data)  # type: ignore[misc]  # a mixin of serializers
        except serializers.ValidationError as error:
            detail: Any = error.detail
            raise serializers.ValidationError({**detail, **_unknown(unknown)})
        if unknown:
            raise serializers.ValidationError(_unknown(unknown))
        return value


def _unknown(names: list[str]) -> dict[str, list[str]]:
    return {name: [f"There is no answer “{name}” here: leave it out."] for name in names}


class Strict(serializers.CharField):
    """Text is text: a number or an object is not."""

    def to_internal_value(self, data):
        if not isinstance(data, str):
            raise serializers.ValidationError("This must be text.")
        return super().to_internal_value(data)


class Named(Strict):
    """The reference of a record, or the `id` of a row as it is given out: a number."""

    def to_internal_value(self, data):
        return super().to_internal_value(str(data) if type(data) is int else data)


class OneOf(serializers.ChoiceField):
    """One of the values that there are; any other is answered with all of them."""

    def __init__(self, choices, **kwargs):
        super().__init__(choices, **kwargs)
        values = ", ".join(str(value) for value in self.choices)
        self.error_messages["invalid_choice"] = f"“{{input}}” is not a choice here. Choose one of: {values}."

    def fail(self, key, **kwargs):
        super().fail(key, **{name: str(sent)[:40] for name, sent in kwargs.items()})


def _choices(field) -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in field.choices if value != ""]


def field_for(field: forms.Field) -> serializers.Field:
    """A form's field as a JSON field: type, choices and need; the form itself still has the last word."""
    common: dict[str, Any] = {"required": field.required, "help_text": _asks(field)}
    blank = {**common, "allow_null": not field.required}
    if isinstance(field, ChooseOne):
        return Named(**blank)
    if isinstance(field, ChooseMany | References):
        return serializers.ListField(child=Named(), allow_empty=not field.required, **common)
    if isinstance(field, YesNo | forms.BooleanField):
        return serializers.BooleanField(**({**common, "allow_null": True} if not field.required else common))
    if isinstance(field, MomentField | forms.DateTimeField):
        return serializers.DateTimeField(**blank)
    if isinstance(field, DateField | forms.DateField):
        return serializers.DateField(**blank)
    if isinstance(field, forms.MultipleChoiceField):
        return serializers.ListField(
            child=OneOf(choices=_choices(field)), allow_empty=not field.required, **common
        )
    if isinstance(field, forms.ChoiceField) and field.choices:
        return OneOf(choices=_choices(field), allow_blank=not field.required, **common)
    if isinstance(field, forms.IntegerField):
        return serializers.IntegerField(**blank)
    if isinstance(field, forms.DecimalField | forms.FloatField):
        return serializers.FloatField(**blank)
    if isinstance(field, forms.JSONField):
        return serializers.JSONField(**blank)
    return Strict(allow_blank=not field.required, max_length=getattr(field, "max_length", None), **common)


def _asks(field: forms.Field) -> str:
    """What is asked; of a choice among rows also where their references are listed."""
    found = str(field.label or "")
    if isinstance(field, ChooseOne | ChooseMany) and (listed := getattr(field.model, "resource", "")):
        found += f" (a reference from {listed}/{f'?may={field.may}' if field.may else ''})"
    return found.strip()


def derived(form: type[forms.Form], name: str, **more: serializers.Field) -> type[serializers.Serializer]:
    """A serializer with the form's fields: it checks JSON types and names, and describes the body in OpenAPI."""
    fields = {key: field_for(value) for key, value in form.base_fields.items()}
    return type(name, (NoExtraNames, serializers.Serializer), {**fields, **more})


def step_name(model: type[Record], declared: Declared) -> str:
    return model.__name__ + declared.name.title().replace("_", "")


def body_of(model: type[Record], declared: Declared) -> type[serializers.Serializer]:
    """The JSON body of a step: its form's fields, its children, the version read, and explanations."""
    return _body_of(model, declared.name)


@cache
def check_of(model: type[Record], name: str) -> serializers.Serializer:
    """The one checker of a step's JSON bodies: it keeps nothing of what it reads (`run_validation` alone is used)."""
    return _body_of(model, name)()


@cache
def _body_of(model: type[Record], step: str) -> type[serializers.Serializer]:
    declared = model.steps()[step]
    known, name = REGISTRY[model], step_name(model, declared)
    more: dict[str, serializers.Field] = {}
    if declared.takes_children and not declared.opening and issubclass(model, Stage):
        per_child = known.per_child.get(declared.name)
        child = (
            derived(
                per_child, f"{name}Child", child=Strict(help_text="The child's reference in this record")
            )()
            if per_child
            else Strict(help_text="The child's reference in this record")
        )
        more["children"] = serializers.ListField(child=child, allow_empty=False)
    if not declared.opening:
        more["version"] = serializers.IntegerField(
            required=not declared.adds, help_text="The version of the record that the answers were made on"
        )
    if any(each.explain or each.step_down for each in declared.guards):
        more["explained"] = serializers.DictField(
            child=serializers.CharField(),
            required=False,
            help_text="Guard to the reason why to go on without it",
        )
    return derived(known[declared.name], name, **more)


class ChildOut(serializers.Serializer):
    """One child's row: who, in which state, and the facts recorded."""

    child = serializers.CharField(source="reference")
    case = serializers.SerializerMethodField()
    name = serializers.CharField(source="child_name")
    state = serializers.CharField()
    facts = serializers.SerializerMethodField()

    def get_case(self, row) -> str | None:
        return row.case.reference if row.case_id else None

    def get_facts(self, row) -> dict[str, Any]:
        leave_out = {"id", "stage", "case", "state", "reference"}
        return {
            each.name: _plain(getattr(row, each.name))
            for each in row._meta.concrete_fields
            if each.name not in leave_out and getattr(row, each.name) not in (None, "")
        }


def _plain(value):
    return str(getattr(value, "reference", value)) if hasattr(value, "_meta") else value


class RecordOut(serializers.Serializer):
    """What every record says of itself."""

    # Read with the record itself, and not told again by each step that changes it.
    apart: tuple[str, ...] = ()

    reference = serializers.CharField()
    kind = serializers.CharField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    version = serializers.IntegerField()
    steps = serializers.SerializerMethodField(help_text="The steps open to you now")

    def get_steps(self, record) -> list[str]:
        request = self.context.get("request")
        if request is None or self.context.get("in_list"):
            return []
        return [each.name.replace("_", "-") for each in record.steps_open_to(request.user)]


class PromptOut(serializers.Serializer):
    """An event in a child's life that an open stage has not answered."""

    event = serializers.CharField(source="occurrence.event")
    on = serializers.DateField(source="occurrence.on")
    child = serializers.CharField(source="where.child_name")
    record = serializers.CharField(source="where.reference")
    asks = serializers.CharField()


class StageOut(RecordOut):
    children = serializers.SerializerMethodField()
    prompts = serializers.SerializerMethodField(
        help_text="What happened to a child and waits for an answer here"
    )

    @extend_schema_field(PromptOut(many=True))
    def get_prompts(self, record):
        request = self.context.get("request")
        if request is None or self.context.get("in_list"):
            return []
        rows = record.rows_visible_to(request.user)
        return PromptOut(record.prompts(moment_of_the_door(), rows), many=True).data

    @extend_schema_field(ChildOut(many=True))
    def get_children(self, record):
        request = self.context.get("request")
        rows = record.rows_visible_to(request.user) if request is not None else []
        return ChildOut(rows, many=True).data


@cache
def answer_of(out: type[RecordOut]) -> type[RecordOut]:
    """What a step answers: the record as it now stands, without what is read apart."""
    if not out.apart:
        return out
    return type(out.__name__.replace("Out", "Step") + "Out", (out,), dict.fromkeys(out.apart))


class ReasonOut(serializers.Serializer):
    says = serializers.CharField()
    guard = serializers.CharField(required=False)
    child = serializers.CharField(required=False)
    may_explain = serializers.BooleanField(required=False)
    mend = serializers.CharField(required=False, help_text="The step that mends it")
    pointer = serializers.CharField(required=False)


class EventOut(serializers.Serializer):
    version = serializers.IntegerField()
    step = serializers.CharField()
    label: Any = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()
    changes = serializers.DictField()


class Problem(serializers.Serializer):
    """application/problem+json (RFC 9457), with every reason at once."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(required=False)
    reasons = ReasonOut(many=True, required=False)
    version = serializers.IntegerField(required=False)
    events = EventOut(many=True, required=False)
