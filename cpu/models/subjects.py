"""The one key under which every record can be pointed at."""

import secrets

from django.db import models

# No vowels, no 0/O, 1/I: read out on the telephone, and never by chance a word.
ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXZ"


def opaque(length: int = 8) -> str:
    """A random public reference: tells nothing about who, when or how many."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


class Subject(models.Model):
    """What any record is, in one small row: clocks, participations, contributions and drafts point here."""

    kind = models.CharField(max_length=40)
    reference = models.CharField(max_length=24, unique=True)

    def __str__(self) -> str:
        return self.reference

    @classmethod
    def of(cls, kind: str, prefix: str) -> "Subject":
        return cls.of_each(kind, prefix, 1)[0]

    @classmethod
    def of_each(cls, kind: str, prefix: str, number: int) -> list["Subject"]:
        return Subject.objects.bulk_create(
            Subject(kind=kind, reference=f"{prefix}-{opaque()}") for _ in range(number)
        )
