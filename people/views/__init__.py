"""The pages of people, their cases and missing episodes."""

from people.views.case import CaseDocument, CaseStep
from people.views.cases import cases
from people.views.missing import MissingDocument, MissingStep
from people.views.person import PersonDocument, PersonStep

__all__ = [
    "CaseDocument",
    "CaseStep",
    "MissingDocument",
    "MissingStep",
    "PersonDocument",
    "PersonStep",
    "cases",
]
