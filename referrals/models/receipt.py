"""How a referral comes: posted or keyed in, kept as it was said, with the list of what is missing."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from cpu.codes import ReferralSource, ReferrerType
from cpu.roles import Permission
from cpu.timescales import FIRST_RISK_LOOK, REFERRAL_DECISION, SAFE_BEFORE
from partners.models import MultiAgencyStage
from referrals import intake
from referrals.models.choices import OPEN, State
from workflow.step import Start, step


def digest_of(body) -> str:
    """What a referral says, in 64 letters, the same when sent again; when it was sent does not count."""
    said = {name: value for name, value in body.items() if name != "sent_at"}
    return hashlib.sha256(json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()


class Received(MultiAgencyStage):
    """What was posted or keyed in, as it was said."""

    recorded_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    client = models.CharField(max_length=100, blank=True)
    external_reference = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField("received")
    needs_response_by = models.DateTimeField("response needed by", null=True)
    source = models.CharField("who raised it", max_length=64, blank=True)
    referral_kind = models.CharField("kind of referral", max_length=64, blank=True)
    harm_allegation = models.BooleanField()
    immediate_danger = models.CharField("in danger now", max_length=64, blank=True)
    concern = models.TextField()
    childs_own_words = models.TextField("in the child's own words", blank=True)
    referrer_name = models.CharField("who referred", max_length=200, blank=True)
    referrer_role = models.CharField("in which role", max_length=200, blank=True)
    referrer_agency = models.CharField("from which agency", max_length=200, blank=True)
    referrer_phone = models.CharField("referrer's telephone", max_length=64, blank=True)
    is_anonymous = models.BooleanField(default=False)
    hide_referrer_from_family = models.BooleanField("referrer is kept from the family", default=False)
    parents_aware = models.CharField("parents know of this", max_length=64, blank=True)
    consent_to_share = models.CharField("agreement to share", max_length=64, blank=True)
    as_received = models.JSONField(encoder=DjangoJSONEncoder)
    missing = models.JSONField(default=list)

    class Meta:
        abstract = True

    @property
    def asked_from(self):
        """The time that the sender gave stands, even where the moment of receipt is corrected."""
        return self.received_at

    @step(
        "Post a referral",
        source="",
        target=State.RECEIVED,
        permission=Permission.REFER,
        starts={
            FIRST_RISK_LOOK: "received_at",
            SAFE_BEFORE: Start("asked_from", given="needs_response_by"),
            REFERRAL_DECISION: "received_at",
        },
    )
    def post(self, *, body, client):
        """By a front door's system. A weak referral is received with the list of what is missing."""
        self._receive(body, client)

    @step(
        "Key in a referral",
        source="",
        target=State.RECEIVED,
        permission=Permission.REFERRAL_SCREEN,
        starts={
            FIRST_RISK_LOOK: "received_at",
            SAFE_BEFORE: Start("asked_from", given="needs_response_by"),
            REFERRAL_DECISION: "received_at",
        },
    )
    def key_in(self, *, body):
        """By a front-door worker, on the telephone or from a letter: the same body."""
        self._receive(body, "")

    def _receive(self, body, client) -> None:
        safety, referrer, consent = (
            body.get(part) or {} for part in ("immediate_safety", "referrer", "consent")
        )
        concern = body.get("concern") or {}
        self.recorded_by, self.client, self.digest = self.act.by, client, digest_of(body)
        self.external_reference = body.get("external_reference") or ""
        self.received_at = min(body.get("received_at") or self.act.at, self.act.at)
        self.needs_response_by = safety.get("needs_response_by")
        self.immediate_danger = safety.get("immediate_danger") or ""
        self.source, self.referral_kind = (
            referrer.get("cin_source_code") or "",
            body.get("referral_kind") or "",
        )
        self.harm_allegation = intake.is_harm_allegation(body)
        self.concern = "\n\n".join(filter(None, [concern.get("what_happened"), concern.get("worried_about")]))
        self.childs_own_words = concern.get("childs_own_words") or ""
        self.referrer_name, self.referrer_role = referrer.get("name") or "", referrer.get("role") or ""
        self.referrer_agency = (referrer.get("agency") or {}).get("name") or ""
        self.referrer_phone = referrer.get("phone") or ""
        self.is_anonymous = (
            referrer.get("type") == ReferrerType.ANONYMOUS or self.source == ReferralSource.ANONYMOUS
        )
        self.hide_referrer_from_family = bool(referrer.get("wishes_to_stay_anonymous_to_family"))
        self.parents_aware = consent.get("parents_aware") or ""
        self.consent_to_share = consent.get("consent_to_share") or ""
        self.as_received = body
        left_open = intake.missing(body, now=self.act.at, keyed=not client)
        self.missing = [{"pointer": each.pointer, "says": each.says} for each in left_open]
        self.cover_each(*[self._as_written(body, child) for child in body["children"]])

    def _as_written(self, body, child) -> dict:
        """A child's row: what the sender wrote, as far as the work needs it."""
        on = timezone.localdate(self.received_at)
        return {
            "sender_ref": child["ref"],
            "about_this_child": child.get("subject_of_referral") is not False,
            "unborn": intake.is_unborn(child),
            **{
                name: child.get(name) or ""
                for name in ("given_name", "family_name", "sex", "nhs_number", "mobility")
            },
            "date_of_birth": child.get("date_of_birth"),
            "expected_on": child.get("expected_date_of_delivery"),
            "views": child.get("views") or "",
            "infant_mark_asked": intake.infant_mark(body, child, on=on),
        }

    @step(
        "Add a child of the home",
        source=OPEN,
        permission=Permission.REFERRAL_SCREEN,
        adds=True,
        starts={REFERRAL_DECISION: "received_at"},
    )
    def add_sibling(
        self, *, given_name="", family_name="", date_of_birth=None, unborn=False, expected_on=None
    ):
        """Every child of the home is considered, also one whom the sender did not name."""
        child = {
            "ref": f"C{len(self.children.all()) + 1}+",
            "subject_of_referral": False,
            "given_name": given_name,
            "family_name": family_name,
            "date_of_birth": date_of_birth,
            "unborn": unborn,
            "expected_date_of_delivery": expected_on,
        }
        self.add_child(**self._as_written(self.as_received, child))
