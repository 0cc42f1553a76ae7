"""What the API says of referrals and assessments."""

from typing import Any

from rest_framework import serializers

from cpu.roles import Permission, can
from partners.serializers import MultiAgencyOut


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


class ReferralOut(MultiAgencyOut):
    status = serializers.CharField()
    received_at = serializers.DateTimeField()
    needs_response_by = serializers.DateTimeField()
    source: Any = serializers.CharField()
    referral_kind = serializers.CharField()
    harm_allegation = serializers.BooleanField()
    concern = serializers.CharField()
    childs_own_words = serializers.CharField()
    looked_at = serializers.DateTimeField()
    look = serializers.CharField()
    referrer_told_at = serializers.DateTimeField()
    parents_told_at = serializers.DateTimeField()
    missing = MissingOut(many=True)
    as_received = serializers.SerializerMethodField(
        help_text="The body as it came; for those who see the inbox"
    )

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
