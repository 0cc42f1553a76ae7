"""Child protection medical, in its parts: asked for, examined, an opinion given; or not examined, and why."""

from strategy.models.medical.examination import ConsentBy, ConsentPart, MedicalConsent, MedicalMark
from strategy.models.medical.facts import MedicalType
from strategy.models.medical.medical import ChildProtectionMedical, ChildProtectionMedicalChild
from strategy.models.medical.not_examined import Refuser
from strategy.models.medical.opinion import (
    ActionKind,
    MedicalAction,
    MedicalOpinion,
    Opinion,
    OpinionKind,
)
from strategy.models.medical.request import NotBrought

__all__ = [
    "ActionKind",
    "ChildProtectionMedical",
    "ChildProtectionMedicalChild",
    "ConsentBy",
    "ConsentPart",
    "MedicalAction",
    "MedicalConsent",
    "MedicalMark",
    "MedicalOpinion",
    "MedicalType",
    "NotBrought",
    "Opinion",
    "OpinionKind",
    "Refuser",
]
