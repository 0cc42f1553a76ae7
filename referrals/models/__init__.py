from referrals.models.assessment import Assessment, AssessmentChild, Sighting
from referrals.models.concerns import ReferrerContact
from referrals.models.referral import Referral, ReferralChild

__all__ = ["Assessment", "AssessmentChild", "Referral", "ReferralChild", "ReferrerContact", "Sighting"]
