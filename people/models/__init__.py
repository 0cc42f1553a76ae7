from people.models.case import Case
from people.models.person import Person

__all__ = ["Case", "Person"]
