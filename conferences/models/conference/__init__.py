"""Child protection conference, in its parts: booked, invited to, held, decided for each child, and what follows."""

from conferences.models.conference.afterwards import (
    Answered,
    ComplaintAbout,
    ConferenceComplaint,
    MinutesCorrection,
)
from conferences.models.conference.booking import ConferenceMoved
from conferences.models.conference.conference import Conference
from conferences.models.conference.decision import ConferenceChild, EndsAs, Visiting
from conferences.models.conference.facts import How, Purpose
from conferences.models.conference.invitations import AgencyReport, InvitedPerson, PersonRole

__all__ = [
    "AgencyReport",
    "Answered",
    "ComplaintAbout",
    "Conference",
    "ConferenceChild",
    "ConferenceComplaint",
    "ConferenceMoved",
    "EndsAs",
    "How",
    "InvitedPerson",
    "MinutesCorrection",
    "PersonRole",
    "Purpose",
    "Visiting",
]
