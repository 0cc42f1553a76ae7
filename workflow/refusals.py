"""Every way in which the system says no: with all reasons at once, and what to do about each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """One reason. `says` tells what to do; `child` is the child's row reference; `mend` the step that mends it."""

    says: str
    guard: str = ""
    child: str = ""
    child_name: str = ""
    may_explain: bool = False
    mend: str = ""
    pointer: str = ""

    def sentence(self) -> str:
        return f"{self.child_name}: {self.says}" if self.child_name else self.says


class Refused(Exception):
    """A step that was not taken. Nothing was written."""

    status = 409
    title = "This cannot be recorded now"

    def __init__(self, *reasons: Reason | str):
        self.reasons = [Reason(each) if isinstance(each, str) else each for each in reasons]
        super().__init__("; ".join(each.says for each in self.reasons))


class NotFound(Refused):
    status = 404
    title = "Not found"


class NotAllowed(Refused):
    status = 403
    title = "Your role does not allow this"


class BadInput(Refused):
    status = 400
    title = "Some answers need attention"


class WrongState(Refused):
    title = "This is no longer possible in the present state"


class Unmet(Refused):
    title = "Something still stands in the way"


class Stale(Refused):
    """Others wrote since this version was read; `events` are their audit events, oldest first."""

    title = "Others have written here since you opened the page"

    def __init__(self, events, version: int):
        self.events = list(events)
        self.version = version
        said = [f"{each.label}, by {each.actor_name} ({each.role}, {each.agency})" for each in self.events]
        super().__init__(*(said or [f"Read it again: it stands at version {version}."]))


class Conflict(Refused):
    title = "This does not fit what is recorded already"
