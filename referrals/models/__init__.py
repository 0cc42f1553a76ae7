from referrals.models.assessment import Assessment, AssessmentChild
from referrals.models.child import ReferralChild
from referrals.models.concerns import ReferrerHeard
from referrals.models.referral import Referral

__all__ = ["Assessment", "AssessmentChild", "Referral", "ReferralChild", "ReferrerHeard"]
