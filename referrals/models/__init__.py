from referrals.models.assessment import Assessment, AssessmentChild
from referrals.models.concerns import ReferrerHeard
from referrals.models.referral import Referral, ReferralChild

__all__ = ["Assessment", "AssessmentChild", "Referral", "ReferralChild", "ReferrerHeard"]
