"""The API's door to `perform`: one viewset shape for every record, and one shape of refusal."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, mixins, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from cpu.roles import Permission
from workflow.forms import Asked, moment_of_the_door
from workflow.perform import perform
from workflow.record import Record
from workflow.refusals import Reason, Refused, Stale
from workflow.serializers import Problem, RecordOut, answer_of, body_of, check_of
from workflow.stage import Seeing, Stage
from workflow.step import Declared

PROBLEM = "application/problem+json"


# Refusals


def problem(error: Exception, context) -> Response | None:
    """Every refusal as problem+json, with all reasons; none names a child in its title."""
    if isinstance(error, Refused):
        body = {
            "type": f"urn:refused:{type(error).__name__.lower()}",
            "title": error.title,
            "status": error.status,
            "detail": " ".join(each.sentence() for each in error.reasons),
            "reasons": [_reason(each) for each in error.reasons],
        }
        if isinstance(error, Stale):
            body |= {"version": error.version, "events": [_event(each) for each in error.events]}
        return _respond(body)
    if isinstance(error, Http404):
        return _respond(
            {
                "type": "urn:refused:notfound",
                "title": "Not found",
                "status": 404,
                "detail": "There is nothing here, or not for you.",
            }
        )
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, exceptions.APIException):
        body = {
            "type": f"urn:refused:{error.default_code}",
            "title": HTTPStatus(error.status_code).phrase,
            "status": error.status_code,
        }
        if isinstance(error, exceptions.ValidationError):
            body |= {
                "title": "Some answers need attention",
                "reasons": [{"pointer": where, "says": says} for where, says in pointers(error.detail)],
            }
        else:
            body["detail"] = str(error.detail)
        response = _respond(body)
        for name in ("auth_header", "wait"):
            if value := getattr(error, name, None):
                response["WWW-Authenticate" if name == "auth_header" else "Retry-After"] = str(value)
        return response
    return None


def _respond(body: dict) -> Response:
    return Response(body, status=body["status"], content_type=PROBLEM)


def _reason(each: Reason) -> dict:
    said = {
        "says": each.sentence(),
        "guard": each.guard,
        "child": each.child,
        "mend": each.mend.replace("_", "-"),
        "pointer": each.pointer,
    }
    said = {key: value for key, value in said.items() if value}
    return {**said, "may_explain": True} if each.may_explain else said


def _event(each) -> dict:
    return {
        "version": each.version,
        "step": each.step.replace("_", "-"),
        "label": each.label,
        "by": f"{each.actor_name}, {each.role}, {each.agency}",
        "at": each.occurred_at,
        "changes": each.changes,
    }


def pointers(detail, where: str = "") -> list[tuple[str, str]]:
    """A tree of messages as (JSON pointer, message)."""
    if isinstance(detail, Mapping):
        return [
            pair
            for key, value in detail.items()
            for pair in pointers(value, where if key == "non_field_errors" else f"{where}/{key}")
        ]
    if isinstance(detail, list):
        found = []
        for number, value in enumerate(detail):
            nested = isinstance(value, Mapping | list)
            found += pointers(value, f"{where}/{number}") if nested else [(where or "/", str(value))]
        return found
    return [(where or "/", str(detail))]


# The viewset

REFUSALS = {(status, PROBLEM): Problem for status in (400, 401, 403, 404, 409)}


class RecordViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """List, read, open by POST, and a step by POST to <reference>/<step>/. A subclass names `model` and `out`."""

    model: type[Record]
    out: type[RecordOut] = RecordOut
    resource: str
    create: Any
    lookup_field = "reference"
    lookup_url_kwarg = "reference"
    lookup_value_regex = r"[A-Z0-9]+-[A-Z0-9]+"
    filterset_fields: list[str] | dict = ["state"]
    filter_backends = [filters.DjangoFilterBackend]
    http_method_names = ["get", "post", "head", "options"]

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if "model" not in vars(cls):
            return
        cls.serializer_class = cls.out
        cls.resource = cls.model.resource
        openings = []
        for name, declared in cls.model.steps().items():
            if declared.permission == Permission.CONSEQUENCE or hasattr(cls, f"step_{name}"):
                continue
            if declared.opening:
                openings.append(declared)
            else:
                setattr(cls, f"step_{name}", _step_action(cls, declared))
        for number, declared in enumerate(openings):
            if number == 0 and "create" not in vars(cls):
                cls.create = _opening(cls, declared, "create")
            elif number:
                setattr(cls, f"open_{declared.name}", _opening_action(cls, declared))

    def get_queryset(self):
        rows = self.seen()
        return rows.prefetch_related(self.model.rows_to_read()) if issubclass(self.model, Stage) else rows

    def seen(self):
        """What the caller may see of this kind, without the children's rows."""
        return (
            self.model.visible_to(self.request.user).select_related("subject", *self.named()).order_by("-pk")
        )

    @classmethod
    def named(cls) -> list[str]:
        """What the output names by another row ("chair.name"): read with the record, not once for each."""
        columns: dict[str, Any] = {
            field.name: field.related_model for field in cls.model._meta.concrete_fields
        }
        sources = {str(field.source).partition(".") for field in cls.out._declared_fields.values()}
        found: dict[str, Any] = {
            name: columns.get(name) for name, dot, _ in sources if dot and columns.get(name)
        }
        return sorted(
            f"{name}__subject" if issubclass(model, Record) else name for name, model in found.items()
        )

    def get_object(self, with_children: bool = True):
        rows = self.get_queryset() if with_children else self.seen()
        row = rows.filter(subject__reference=self.kwargs["reference"]).first()
        if row is None:
            raise Http404
        return row

    def paginate_queryset(self, queryset):
        page = super().paginate_queryset(queryset)
        if issubclass(self.model, Stage):
            seeing = Seeing(self.request.user, page or [])
            for each in page or []:
                each.seeing = seeing
        return page

    def get_serializer_context(self):
        return {**super().get_serializer_context(), "in_list": self.action == "list"}

    def take(self, request, record: Record, declared: Declared, status: int) -> Response:
        """JSON types first, then the form, then `perform`."""
        check_of(self.model, declared.name).run_validation(request.data)
        sent = {name: value for name, value in request.data.items() if value is not None}
        children = sent.pop("children", None)
        version, explained = sent.pop("version", None), sent.pop("explained", None) or {}
        chosen = None
        if declared.takes_children and not declared.opening and isinstance(record, Stage):
            chosen = {_named(each): each if isinstance(each, dict) else {} for each in children or []}
        elif children is not None:
            sent["children"] = children
        asked = Asked(record, declared, request.user, data=sent, chosen=chosen)
        if not asked.is_valid():
            raise BadAnswers(asked.errors())
        changed = perform(
            getattr(record, declared.name),
            by=request.user,
            at=moment_of_the_door(),
            version=version,
            explained={guard: {"reason": reason} for guard, reason in explained.items()},
            **asked.answers(),
        )
        # A step answers with the record that it has just read and changed under its lock.
        said = self.fresh(changed) if declared.opening else changed
        answer = answer_of(self.out)(said, context=self.get_serializer_context())
        return Response(answer.data, status=status)

    def fresh(self, record: Record) -> Record:
        """A new record with all that names its children; somebody who may post and not read gets what they posted."""
        return self.get_queryset().filter(pk=record.pk).first() or record


def _named(child) -> str:
    return child.get("child", "") if isinstance(child, dict) else child


class BadAnswers(exceptions.ValidationError):
    """The form's messages, each with its pointer."""

    def __init__(self, errors: list[dict[str, str]]):
        tree: dict = {}
        for each in errors:
            tree.setdefault(each["pointer"].removeprefix("/"), []).append(each["detail"])
        super().__init__(tree)


def _step_action(cls, declared: Declared):
    def take(self, request, reference=None):
        return self.take(request, self.get_object(with_children=declared.takes_children), declared, 200)

    take.__name__ = f"step_{declared.name}"
    take.__doc__ = declared.doc or declared.label
    act = action(
        detail=True, methods=["post"], url_path=declared.name.replace("_", "-"), url_name=declared.name
    )(take)
    # Outside `action`: inside it the request body would silently be described as the output.
    return extend_schema(
        summary=declared.label,
        request=body_of(cls.model, declared),
        responses={200: answer_of(cls.out), **REFUSALS},
    )(act)


def _opening(cls, declared: Declared, name: str):
    def take(self, request):
        return self.take(request, self.model(), declared, 201)

    take.__name__ = name
    take.__doc__ = declared.doc or declared.label
    return extend_schema(
        summary=declared.label,
        request=body_of(cls.model, declared),
        responses={201: answer_of(cls.out), **REFUSALS},
    )(take)


def _opening_action(cls, declared: Declared):
    take = _opening(cls, declared, f"open_{declared.name}")
    return action(
        detail=False, methods=["post"], url_path=declared.name.replace("_", "-"), url_name=declared.name
    )(take)
