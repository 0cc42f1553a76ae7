from people.models.addresses import Address, AddressKeptFrom
from people.models.around import Relationship, ServiceAround
from people.models.case import Case
from people.models.choices import (
    Agreement,
    ConditionKind,
    Elsewhere,
    FlagKind,
    FoundHow,
    HoldsResponsibility,
    IdentifierKind,
    LegalBasis,
    LookedAfterBasis,
    MissingRisk,
    MoveKind,
    ServiceKind,
)
from people.models.elsewhere import LinkElsewhere
from people.models.holding import HandOver, SleepingPlace, SleepingPlaceAgreement
from people.models.identity import Disability, Identifier
from people.models.life import LookedAfter, MovedAway
from people.models.missing import MissingEpisode, MissingEpisodeChild
from people.models.person import Person
from people.models.protection import Flag, ProtectiveCondition

__all__ = [
    "Address",
    "AddressKeptFrom",
    "Agreement",
    "Case",
    "ConditionKind",
    "Disability",
    "Elsewhere",
    "Flag",
    "FlagKind",
    "FoundHow",
    "HandOver",
    "HoldsResponsibility",
    "Identifier",
    "IdentifierKind",
    "LegalBasis",
    "LinkElsewhere",
    "LookedAfter",
    "LookedAfterBasis",
    "MissingEpisode",
    "MissingEpisodeChild",
    "MissingRisk",
    "MoveKind",
    "MovedAway",
    "Person",
    "ProtectiveCondition",
    "Relationship",
    "ServiceAround",
    "ServiceKind",
    "SleepingPlace",
    "SleepingPlaceAgreement",
]
