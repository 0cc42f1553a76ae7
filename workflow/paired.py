"""Who did something, and when: two facts that stand together or not at all."""

from django.db.models import CheckConstraint, Q


def who_and_when(*done: str, of: str) -> list[CheckConstraint]:
    """For each thing done ("proposed") a constraint that ties `proposed_by` to `proposed_at`. `of` names the table."""
    return [
        CheckConstraint(
            condition=Q(**{f"{each}_by__isnull": True, f"{each}_at__isnull": True})
            | Q(**{f"{each}_by__isnull": False, f"{each}_at__isnull": False}),
            name=f"{of}_{each}_by_and_at",
        )
        for each in done
    ]
