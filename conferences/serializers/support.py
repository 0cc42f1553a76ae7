"""What the API says of child-in-need plans and of plans for risk outside the home."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from partners.serializers import MultiAgencyOut
from workflow.serializers import ReasonOut


class PlanConsentOut(serializers.Serializer):
    case = serializers.CharField(source="case.reference")
    holder = serializers.CharField(source="holder.known_as")
    answer = serializers.CharField()
    given_at = serializers.DateTimeField()
    how = serializers.CharField()
    words = serializers.CharField()


class SupportPlanOut(MultiAgencyOut):
    why = serializers.CharField()
    offered_by = serializers.CharField(source="offered_by.name")
    offered_at = serializers.DateTimeField()
    cause = serializers.CharField(source="cause.reference", default=None, help_text="What it came after")
    closed_at = serializers.DateTimeField()
    workers = serializers.SerializerMethodField(
        help_text="Row of each child to who works it, and who is asked"
    )
    consents = serializers.SerializerMethodField()
    owed = serializers.SerializerMethodField(help_text="What the plan still waits for, for each child")

    def _rows(self, record) -> list:
        request = self.context.get("request")
        if request is None or self.context.get("in_list"):
            return []
        return record.rows_visible_to(request.user)

    def get_workers(self, record) -> dict[str, dict[str, str | None]]:
        return {
            row.reference: {
                "worker": row.worker.name if row.worker_id else None,
                "offered_to": row.offered_to.name if row.offered_to_id else None,
            }
            for row in self._rows(record)
        }

    @extend_schema_field(PlanConsentOut(many=True))
    def get_consents(self, record):
        seen = {row.case_id for row in self._rows(record)}
        return PlanConsentOut([each for each in record.consents if each.case_id in seen], many=True).data

    @extend_schema_field(ReasonOut(many=True))
    def get_owed(self, record):
        return ReasonOut(
            [
                {"says": says, "child": row.reference, "mend": mend.replace("_", "-")}
                for row in self._rows(record)
                for says, mend in row.owed()
            ],
            many=True,
        ).data


class ChildInNeedPlanOut(SupportPlanOut):
    pass


class ContextOut(serializers.Serializer):
    kind = serializers.CharField()
    what = serializers.CharField()
    action = serializers.CharField()
    owner = serializers.CharField(source="owned_by")
    ended_at = serializers.DateTimeField()
    ended_because = serializers.CharField()


class LinkOut(serializers.Serializer):
    to = serializers.CharField()
    reference = serializers.CharField()
    on = serializers.DateField()
    words = serializers.CharField()


class RiskOutsideTheHomePlanOut(SupportPlanOut):
    exploitation = serializers.ListField(child=serializers.CharField())
    parents_protect = serializers.CharField()
    parents_need = serializers.CharField()
    contexts = serializers.SerializerMethodField()
    links = serializers.SerializerMethodField()

    @extend_schema_field(ContextOut(many=True))
    def get_contexts(self, record):
        return [] if self.context.get("in_list") else ContextOut(record.all_contexts, many=True).data

    @extend_schema_field(LinkOut(many=True))
    def get_links(self, record):
        return [] if self.context.get("in_list") else LinkOut(record.links, many=True).data
