"""A referral as it is sent or keyed, and what the API says of referrals and assessments."""

from referrals.serializers.body import ReferralInput, pointers
from referrals.serializers.output import AssessmentOut, ReferralOut, ReferralReceipt

__all__ = ["AssessmentOut", "ReferralInput", "ReferralOut", "ReferralReceipt", "pointers"]
