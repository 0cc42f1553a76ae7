"""A guard: a sentence that is true of a record, or stands in the way."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Guard:
    """`check(record)` or, per child, `check(record, row)`: True is met; False or a sentence stands in the way."""

    name: str
    says: str
    check: Callable
    explain: bool
    step_down: bool
    each_child: bool
    mend: str

    def unmet(self, *subject) -> str:
        """The sentence that stands in the way, or nothing."""
        answer = self.check(*subject)
        if answer is True or answer is None:
            return ""
        return answer if isinstance(answer, str) else self.says


def guard(
    says: str, *, explain: bool = False, step_down: bool = False, each_child: bool = False, mend: str = ""
) -> Callable[[Callable], Guard]:
    """Declare a guard.

    says: what to do, as a sentence to the person. explain: a reason may stand in its place. step_down: only a
    manager's own explanation counts, since it lets a child be stepped down. mend: the step that mends it.
    """

    def declare(check: Callable) -> Guard:
        return Guard(check.__name__, says, check, explain, step_down, each_child, mend)

    return declare
