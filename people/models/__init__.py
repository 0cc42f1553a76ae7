from people.models.around import Address, AddressKeptFrom, Relationship, ServiceAround
from people.models.case import Case
from people.models.choices import (
    Agreement,
    ConditionKind,
    FlagKind,
    HoldsResponsibility,
    IdentifierKind,
    LegalBasis,
    ServiceKind,
)
from people.models.holding import HandOver, SleepingPlace, SleepingPlaceAgreement
from people.models.identity import Disability, Identifier
from people.models.person import Person
from people.models.protection import Flag, ProtectiveCondition

__all__ = [
    "Address",
    "AddressKeptFrom",
    "Agreement",
    "Case",
    "ConditionKind",
    "Disability",
    "Flag",
    "FlagKind",
    "HandOver",
    "HoldsResponsibility",
    "Identifier",
    "IdentifierKind",
    "LegalBasis",
    "Person",
    "ProtectiveCondition",
    "Relationship",
    "ServiceAround",
    "ServiceKind",
    "SleepingPlace",
    "SleepingPlaceAgreement",
]
