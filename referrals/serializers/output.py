"""What the API says of referrals and assessments."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cpu.roles import Permission, can
from partners.serializers import MultiAgencyOut
from referrals.queries import earlier_referrals
from workflow.serializers import ChildOut


class MissingOut(serializers.Serializer):
    pointer = serializers.CharField(help_text="Where in the body as sent (RFC 6901)")
    says = serializers.CharField(help_text="What to do about it")


class ReferralReceipt(serializers.Serializer):
    """All that a front door is told: where its referral stands, and what was missing; never what it holds."""

    reference = serializers.CharField()
    status = serializers.ChoiceField(choices=["received", "being considered", "decided", "closed"])
    status_url = serializers.SerializerMethodField(help_text="Ask here where it stands")
    external_reference = serializers.CharField()
    received_at = serializers.DateTimeField()
    missing = MissingOut(many=True)

    def get_status_url(self, referral: Any) -> str:
        path = f"/api/v1/referrals/{referral.reference}/"
        request = self.context.get("request")
        return str(request.build_absolute_uri(path)) if request else path


class ReferralChildOut(ChildOut):
    earlier_referrals = serializers.SerializerMethodField(
        help_text="When this child was referred in the twelve months before: with any, this is a re-referral"
    )

    def get_earlier_referrals(self, row: Any) -> list[datetime]:
        found: list[datetime] = self.context["earlier"].get(row.pk, [])
        return found


class ReferralOut(MultiAgencyOut):
    kept_from_asked = ("source", "referral_kind", "harm_allegation", "concern", "childs_own_words", "missing")

    status = serializers.CharField()
    received_at = serializers.DateTimeField()
    needs_response_by = serializers.DateTimeField()
    source: Any = serializers.CharField(allow_null=True)
    referral_kind = serializers.CharField(allow_null=True)
    harm_allegation = serializers.BooleanField(allow_null=True)
    concern = serializers.CharField(allow_null=True)
    childs_own_words = serializers.CharField(allow_null=True)
    looked_at = serializers.DateTimeField()
    look = serializers.CharField()
    referrer_told_at = serializers.DateTimeField()
    parents_told_at = serializers.DateTimeField()
    missing = MissingOut(many=True, allow_null=True)
    children = serializers.SerializerMethodField()
    as_received = serializers.SerializerMethodField(
        help_text="The body as it came; for those who see the inbox"
    )

    @extend_schema_field(ReferralChildOut(many=True))
    def get_children(self, referral: Any) -> Any:
        request = self.context.get("request")
        rows = referral.rows_visible_to(request.user) if request is not None else []
        if not self.opens(referral):
            return [{**each, "facts": {}} for each in ChildOut(rows, many=True).data]
        if self.context.get("in_list"):
            return ChildOut(rows, many=True).data
        return ReferralChildOut(rows, many=True, context={"earlier": earlier_referrals(rows=rows)}).data

    def get_as_received(self, referral: Any) -> dict[str, Any] | None:
        """Whoever sees a referral through one child does not read of the others."""
        request = self.context.get("request")
        whole = request is not None and can(request.user, Permission.SEE_REFERRALS)
        return referral.as_received if whole and not self.context.get("in_list") else None


class AssessmentOut(MultiAgencyOut):
    cause = serializers.CharField(source="cause.reference")
    received_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField()
    review_on = serializers.DateField()
    harm_allegation = serializers.BooleanField()
    closed_at = serializers.DateTimeField()
