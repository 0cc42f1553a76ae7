"""What may be chosen in a referral, and the states that it and its children go through."""

from django.db import models

from referrals import guards


class State(models.TextChoices):
    """Of the referral itself."""

    RECEIVED = "RECEIVED", "Received"
    SCREENING = "SCREENING", "Being considered"
    CLOSED = "CLOSED", "Closed"


OPEN = (State.RECEIVED, State.SCREENING)


class Course(models.TextChoices):
    """What was decided for one child."""

    NONE = "NONE", "Not yet decided"
    STRATEGY = "STRATEGY", "Strategy discussion"
    ASSESSMENT = "ASSESSMENT", "Child and family assessment"
    STRATEGY_AND_ASSESSMENT = "STRATEGY_AND_ASSESSMENT", "Strategy discussion and assessment"
    EMERGENCY = "EMERGENCY", "Emergency action"
    FAMILY_HELP = "FAMILY_HELP", "Family help"
    ADVICE = "ADVICE", "Information and advice"
    PASSED_ON = "PASSED_ON", "Passed to another authority"
    NEW_INFORMATION = "NEW_INFORMATION", "New information on the open case"
    NO_ACTION = "NO_ACTION", "No further action"


UP = ("STRATEGY", "ASSESSMENT", "STRATEGY_AND_ASSESSMENT", "EMERGENCY")
DOWN = ("NO_ACTION", "ADVICE", "FAMILY_HELP", "PASSED_ON")


class Look(models.TextChoices):
    NOTHING_SEEN = "nothing-seen", "No immediate danger seen"
    DANGER = "danger", "Danger: acted on"


class Decision(models.TextChoices):
    """What may be proposed for a child. A finding about what happened is an assessment's, not screening's."""

    STRATEGY = "STRATEGY", "Strategy discussion"
    ASSESSMENT = "ASSESSMENT", "Child and family assessment"
    STRATEGY_AND_ASSESSMENT = "STRATEGY_AND_ASSESSMENT", "Strategy discussion and assessment"
    FAMILY_HELP = "FAMILY_HELP", "Family help"
    ADVICE = "ADVICE", "Information and advice"
    PASSED_ON = "PASSED_ON", "Passed to another authority"
    NO_ACTION = "NO_ACTION", "No further action"


class Ground(models.TextChoices):
    NO_VISIBLE_INJURY = guards.NO_INJURY, "No visible injury (never the only ground)"
    NO_HARM_DESCRIBED = "no-harm-described", "What is described is no harm, and no harm is likely"
    ANOTHER_ACCOUNT = "another-account", "Another account explains it, checked with those named"
    PROTECTED = "protected", "Those who care for the child protect the child"
    NEEDS_MET = "needs-met", "The child's needs are met by family and services already there"
    IN_HAND = "in-hand", "The same concern is being worked on already"
    ELSEWHERE = "elsewhere", "The child lives in another authority's area, which takes it over"
    ANOTHER_CHILD = "another-child", "Another child is meant, and that child is referred"


class InfantMark(models.TextChoices):
    """A bruise or mark on an infant who is not moving independently, or on an immobile disabled child."""

    NEEDED = "needed", "A medical is needed"
    DONE = "done", "A medical has been done"
    NOT_NEEDED = "not-needed", "A clinician of suitable expertise decided that no medical is needed"
    NO_MARK = "no-mark", "A clinician has looked at the whole child: there is no mark"


class Discipline(models.TextChoices):
    PAEDIATRICIAN = "paediatrician", "Paediatrician"
    OTHER_DOCTOR = "other-doctor", "Another doctor of suitable expertise"
    SPECIALIST_NURSE = "specialist-nurse", "Specialist nurse of suitable expertise"
