"""Choices about people and homes that no census prescribes."""

from django.db import models

from cpu.codes import ReasonForClosure


class IdentifierKind(models.TextChoices):
    NHS = "nhs", "NHS number"
    UPN = "upn", "Unique pupil number (UPN)"
    FORMER_UPN = "former-upn", "Former unique pupil number"
    LA_CHILD = "la-child", "Local authority's child number"
    OTHER = "other", "Other number"


class HoldsResponsibility(models.TextChoices):
    """Parental responsibility for one child. "Not checked" must never look like held."""

    HELD = "held", "Holds parental responsibility (checked)"
    NOT_HELD = "not-held", "Does not hold parental responsibility (checked)"
    NOT_CHECKED = "not-checked", "Not checked"


class ServiceKind(models.TextChoices):
    """A service around a person, from which comes who should be asked what is known."""

    SCHOOL = "school", "School or college"
    NURSERY = "nursery", "Nursery or childminder"
    # An answer too: who says so, and where the child is by day, stands as its name.
    NO_SETTING = "no-setting", "No school, nursery or childminder"
    GP = "gp", "GP"
    HEALTH_VISITOR = "health-visitor", "Health visitor"
    MIDWIFE = "midwife", "Midwife"
    SCHOOL_NURSE = "school-nurse", "School nurse"
    HOSPITAL = "hospital", "Hospital or community paediatrics"
    CHILD_MENTAL_HEALTH = "child-mental-health", "Child and adolescent mental health"
    ADULT_MENTAL_HEALTH = "adult-mental-health", "Adult mental health"
    SUBSTANCE_MISUSE = "substance-misuse", "Drug or alcohol service"
    DOMESTIC_ABUSE = "domestic-abuse", "Domestic abuse service"
    PROBATION = "probation", "Probation"
    YOUTH_JUSTICE = "youth-justice", "Youth justice"
    HOUSING = "housing", "Housing"
    ADULT_SOCIAL_CARE = "adult-social-care", "Adult social care"
    EARLY_HELP = "early-help", "Early help or children's centre"
    VOLUNTARY = "voluntary", "Voluntary organisation"
    OTHER_AUTHORITY = "other-authority", "Another local authority"
    OTHER = "other", "Other"


class FlagKind(models.TextChoices):
    DANGER_TO_STAFF = "danger-to-staff", "Danger to those who visit"
    DANGER_TO_CHILD = "danger-to-child", "Somebody is a danger to the child"
    CONTACT = "contact", "How to make contact, and how not to"
    HEALTH = "health", "Health: what to do at once"
    MISSING = "missing", "Goes missing: what to do"
    ABROAD = "abroad", "May be taken abroad"
    OTHER = "other", "Other"


class ConditionKind(models.TextChoices):
    """What keeps somebody away from a child, by law."""

    BAIL = "bail", "Bail condition"
    RELEASED_UNDER_INVESTIGATION = "released-under-investigation", "Released under investigation"
    DOMESTIC_VIOLENCE_NOTICE = "dvpn", "Domestic abuse protection notice"
    DOMESTIC_VIOLENCE_ORDER = "dvpo", "Domestic abuse (violence) protection order"
    NON_MOLESTATION = "non-molestation", "Non-molestation order"
    OCCUPATION = "occupation", "Occupation order"
    PROHIBITED_STEPS = "prohibited-steps", "Prohibited steps order"
    RESTRAINING = "restraining", "Restraining order"
    SEXUAL_HARM_PREVENTION = "sexual-harm-prevention", "Sexual harm prevention order"
    LICENCE = "licence", "Licence condition"
    WORKING_AGREEMENT = "agreement", "Written agreement with the family (no legal force)"
    OTHER = "other", "Other"


class LegalBasis(models.TextChoices):
    """On what legal basis a child sleeps there. If the authority arranged it, it may be section 20."""

    AT_HOME = "at-home", "At home with a holder of parental responsibility"
    FAMILY_ARRANGEMENT = "family-arrangement", "Family arrangement, made by the family itself"
    SECTION_20 = "section-20", "Section 20: the authority arranged it, with agreement"
    POLICE_PROTECTION = "police-protection", "Police protection"
    ORDER = "order", "Court order"
    BAIL_CONDITION = "bail-condition", "Bail condition keeps the other person away"
    HOSPITAL = "hospital", "In hospital"
    UNBORN = "unborn", "Not yet born: a birth response plan says who is called"


class Agreement(models.TextChoices):
    """What a holder of parental responsibility says to where the child sleeps."""

    AGREES = "agrees", "Agrees"
    REFUSES = "refuses", "Does not agree"
    NOT_ASKED = "not-asked", "Not asked: it would put somebody at risk"
    NOT_REACHED = "not-reached", "Not reached"


class LookedAfterBasis(models.TextChoices):
    """On what legal basis the authority looks after a child (Children Act 1989, section 22)."""

    SECTION_20 = "section-20", "Section 20: accommodated, with agreement"
    INTERIM_CARE_ORDER = "interim-care-order", "Interim care order, section 38"
    CARE_ORDER = "care-order", "Care order, section 31"
    PLACEMENT_ORDER = "placement-order", "Placement order"
    EMERGENCY_PROTECTION_ORDER = "emergency-protection-order", "Emergency protection order, section 44"
    POLICE_PROTECTION = "police-protection", "Police protection in authority accommodation, section 46"
    REMAND = "remand", "Remanded to the authority's accommodation"
    OTHER = "other", "Other: see the words"


class MoveKind(models.TextChoices):
    TEMPORARY = "temporary", "For a time"
    PERMANENT = "permanent", "For good"


class MissingRisk(models.TextChoices):
    """As the police assess it."""

    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"
    NO_APPARENT_RISK = "no-apparent-risk", "No apparent risk (absent)"
    NOT_ASSESSED = "not-assessed", "Not yet assessed by the police"


class FoundHow(models.TextChoices):
    RETURNED = "returned", "Came back without help"
    FOUND_BY_POLICE = "police", "Found by the police"
    FOUND_BY_FAMILY = "family", "Found by family or carers"
    FOUND_BY_PRACTITIONER = "practitioner", "Found by a practitioner"
    OTHER = "other", "Found in another way"


class Elsewhere(models.TextChoices):
    """A process of another body about this child."""

    DOMESTIC_ABUSE_RISK = "domestic-abuse-risk", "Domestic abuse risk assessment"
    MARAC = "marac", "MARAC (high-risk domestic abuse)"
    LADO = "lado", "LADO (allegation against somebody who works with children)"
    NRM = "nrm", "National Referral Mechanism (modern slavery)"
    EXPLOITATION = "mace", "MACE or another exploitation panel"
    MAPPA = "mappa", "MAPPA (dangerous offender)"


AFTER_ASSESSMENT = {
    ReasonForClosure.NO_FURTHER_ACTION_AFTER_ASSESSMENT,
    ReasonForClosure.EARLY_HELP_AFTER_ASSESSMENT,
}
