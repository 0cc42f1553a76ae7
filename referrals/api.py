"""The API's door to referrals and assessments. A system posts, and learns where its referral stands."""

from typing import Any

from drf_spectacular.utils import extend_schema
from oauth2_provider.models import AbstractAccessToken
from rest_framework.response import Response

from cpu.roles import Permission, can
from referrals.models import Assessment, Referral
from referrals.models.receipt import digest_of
from referrals.serializers import AssessmentOut, ReferralInput, ReferralOut, ReferralReceipt
from workflow.api import REFUSALS, RecordViewSet
from workflow.forms import moment_of_the_door
from workflow.perform import perform
from workflow.refusals import Conflict, NotAllowed

TAKEN = "This reference stands for another referral already. Send what is new under a reference of its own."


class ReferralViewSet(RecordViewSet):
    model = Referral
    out = ReferralOut
    # Both openings take the nested body: `create` reads it for whoever sends it.
    step_post = step_key_in = None

    def get_serializer_class(self):
        """A front door's system is told where its referral stands, and no more."""
        return ReferralReceipt if getattr(self.request.user, "is_service", False) else self.out

    def get_queryset(self):
        return super().get_queryset().prefetch_related("children__person__subject")

    @extend_schema(
        summary="Send a referral",
        request=ReferralInput,
        responses={201: ReferralReceipt, 200: ReferralReceipt, **REFUSALS},
    )
    def create(self, request):
        """A weak referral is received, with what is missing. The same reference sent twice is one."""
        by, now = request.user, moment_of_the_door()
        if not can(by, Permission.REFER):
            raise NotAllowed("This needs a role that may post or key in a referral.")
        read = ReferralInput(data=request.data, context={"now": now, "trusted_front_door": True})
        read.is_valid(raise_exception=True)
        body, client = read.validated_data, self._client(request)
        if found := self._sent_before(client, body):
            return self._receipt(found, 200)
        try:
            if by.is_service:
                received = perform(Referral().post, by=by, at=now, body=body, client=client)
            else:
                received = perform(Referral().key_in, by=by, at=now, body=body)
        except Conflict:
            # Sent twice at once: the other was quicker, and this one is answered like a second sending.
            if found := self._sent_before(client, body):
                return self._receipt(found, 200)
            raise
        return self._receipt(received, 201)

    @staticmethod
    def _client(request) -> str:
        """The client whose token this is; a service user signed in otherwise goes by its own reference."""
        if isinstance(request.auth, AbstractAccessToken):
            return request.auth.application.client_id
        return request.user.reference if request.user.is_service else ""

    def _sent_before(self, client: str, body: dict[str, Any]) -> Referral | None:
        reference = body.get("external_reference")
        if not (client and reference):
            return None
        sent = Referral.visible_to(self.request.user).filter(client=client, external_reference=reference)
        digest = sent.values_list("digest", flat=True).first()
        if digest is None:
            return None
        if digest != digest_of(body):
            raise Conflict(TAKEN)
        return sent.get()

    def _receipt(self, referral: Referral, status: int) -> Response:
        out = ReferralReceipt(referral, context=self.get_serializer_context()).data
        return Response(out, status=status, headers={"Location": out["status_url"]})


class AssessmentViewSet(RecordViewSet):
    """Opened by the decision that calls for it, never by itself."""

    model = Assessment
    out = AssessmentOut
