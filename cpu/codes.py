"""The code sets of the field: the Department's own, as it prints them, and ours that several floors share.

Census codes are those of the children in need census 2025-26 (schema "2026"). Codes are stored as written; a
value that is not in its set is kept and flagged, never refused, so no constraint ought to enforce these.
"""

from django.db import models


class ReferralSource(models.TextChoices):
    """Who referred (CIN census ReferralSource)."""

    FAMILY = "1A", "INDIVIDUAL – family member, relative or carer"
    ACQUAINTANCE = "1B", "INDIVIDUAL – acquaintance (including neighbours and child minders)"
    SELF = "1C", "INDIVIDUAL – self"
    OTHER_INDIVIDUAL = "1D", "INDIVIDUAL – other (including strangers)"
    SCHOOL = "2A", "SCHOOLS"
    EDUCATION = "2B", "EDUCATION SERVICES"
    GP = "3A", "HEALTH SERVICES – general practitioner (GP)"
    HEALTH_VISITOR = "3B", "HEALTH SERVICES – health visitor"
    SCHOOL_NURSE = "3C", "HEALTH SERVICES – school nurse"
    PRIMARY_HEALTH = "3D", "HEALTH SERVICES – other primary health services"
    EMERGENCY_DEPARTMENT = "3E", "HEALTH SERVICES – A&E (accident and emergency department)"
    OTHER_HEALTH = "3F", "HEALTH SERVICES – other (for example hospice)"
    HOUSING = "4", "HOUSING - local authority housing or housing association"
    LA_SOCIAL_CARE = "5A", "LA SERVICES – social care for example adults social care services"
    LA_OTHER_INTERNAL = (
        "5B",
        "LA SERVICES – other internal (department other than social care in local authorities, "
        "for example, youth offending (excluding housing))",
    )
    LA_EXTERNAL = (
        "5C",
        "LA SERVICES – external, for example, from another local authority’s adults social care services",
    )
    EARLY_HELP = "5D", "LA SERVICES – early help"
    POLICE = "6", "POLICE"
    OTHER_LEGAL = (
        "7",
        "OTHER LEGAL AGENCY – including courts, probation, immigration, CAFCASS (Children and "
        "Family Court Advisory and Support Service) or prison",
    )
    OTHER = (
        "8",
        "OTHER – including children’s centres, independent agency providers or voluntary organisations",
    )
    ANONYMOUS = "9", "ANONYMOUS"
    UNKNOWN = "10", "UNKNOWN"

    @classmethod
    def said(cls, code: str) -> str:
        """A code in words for people: the census prints its headings in capitals. An unknown code as written."""
        if code not in cls.values:
            return code
        heading, _, rest = str(cls(code).label).replace(" - ", " – ").partition(" – ")
        if heading == "INDIVIDUAL":
            return rest[:1].upper() + rest[1:]
        heading = (
            heading.capitalize().replace("La services", "Local authority") if heading.isupper() else heading
        )
        return f"{heading}: {rest}" if rest else heading


class PrimaryNeed(models.TextChoices):
    """The main reason the child is in need (CIN census PrimaryNeedCode)."""

    ABUSE_NEGLECT_EXPLOITATION = "N1", "Abuse, neglect and exploitation"
    CHILD_DISABILITY = "N2", "Child's disability"
    PARENTAL_DISABILITY_OR_ILLNESS = "N3", "Parental disability or illness"
    FAMILY_ACUTE_STRESS = "N4", "Family in acute stress"
    FAMILY_DYSFUNCTION = "N5", "Family dysfunction"
    SOCIALLY_UNACCEPTABLE_BEHAVIOUR = "N6", "Socially unacceptable behaviour"
    LOW_INCOME = "N7", "Low income"
    ABSENT_PARENTING = "N8", "Absent parenting"
    NOT_CHILD_IN_NEED = "N9", "Cases other than children in need"
    NOT_STATED = "N0", "Not stated"


class ReasonForClosure(models.TextChoices):
    """Why the episode closed (CIN census ReasonForClosure)."""

    ADOPTED = "RC1", "Adopted"
    DIED = "RC2", "Died"
    CHILD_ARRANGEMENTS_ORDER = "RC3", "Child arrangements order"
    SPECIAL_GUARDIANSHIP_ORDER = "RC4", "Special guardianship order"
    TO_ANOTHER_AUTHORITY = "RC5", "Transferred to services of another local authority"
    TO_ADULT_SOCIAL_CARE = "RC6", "Transferred to adult social care services"
    SERVICES_CEASED = "RC7", "Services ceased for any other reason, including child no longer in need"
    NO_FURTHER_ACTION_AFTER_ASSESSMENT = "RC8", "Case closed after assessment, no further action"
    EARLY_HELP_AFTER_ASSESSMENT = "RC9", "Case closed after assessment, referred to early help"


class CategoryOfAbuse(models.TextChoices):
    """Category of a child protection plan (CIN census); MUL exists and is not recommended."""

    NEGLECT = "NEG", "Neglect"
    PHYSICAL = "PHY", "Physical abuse"
    SEXUAL = "SAB", "Sexual abuse"
    EMOTIONAL = "EMO", "Emotional abuse"
    MULTIPLE = "MUL", "Multiple/not recommended"


class Sex(models.TextChoices):
    """Sex for the census; always U for an unborn child. Gender identity is held apart."""

    MALE = "M", "Male"
    FEMALE = "F", "Female"
    UNKNOWN = "U", "Unknown"


class UpnUnknown(models.TextChoices):
    """Why there is no unique pupil number (CIN census UPNunknown).

    Meanings of UN1 to UN5 as the sector's data model prints them; that of UN6 is not published where we could
    read it, so its label says no more than the code.
    """

    NOT_OF_SCHOOL_AGE = "UN1", "Not of school age"
    NEVER_IN_MAINTAINED_SCHOOL = "UN2", "Never attended a maintained school in England"
    EDUCATED_OUTSIDE_ENGLAND = "UN3", "Educated outside England"
    NEWLY_KNOWN = "UN4", "Newly known, number not yet available"
    CONFLICTING_SOURCES = "UN5", "Sources conflict"
    UN6 = "UN6", "UN6"
    NO_FURTHER_ACTION = "UN7", "Referral with no further action"


class Ethnicity(models.TextChoices):
    """Ethnicity as the child or family describes it (CIN census Ethnicity)."""

    WHITE_BRITISH = "WBRI", "White British"
    WHITE_IRISH = "WIRI", "White Irish"
    IRISH_TRAVELLER = "WIRT", "Traveller of Irish heritage"
    OTHER_WHITE = "WOTH", "Any other White background"
    GYPSY_ROMA = "WROM", "Gypsy/Roma"
    WHITE_AND_BLACK_CARIBBEAN = "MWBC", "White and Black Caribbean"
    WHITE_AND_BLACK_AFRICAN = "MWBA", "White and Black African"
    WHITE_AND_ASIAN = "MWAS", "White and Asian"
    OTHER_MIXED = "MOTH", "Any other mixed background"
    INDIAN = "AIND", "Indian"
    PAKISTANI = "APKN", "Pakistani"
    BANGLADESHI = "ABAN", "Bangladeshi"
    OTHER_ASIAN = "AOTH", "Any other Asian background"
    CARIBBEAN = "BCRB", "Caribbean"
    AFRICAN = "BAFR", "African"
    OTHER_BLACK = "BOTH", "Any other black background"
    CHINESE = "CHNE", "Chinese"
    OTHER = "OOTH", "Any other ethnic group"
    REFUSED = "REFU", "Refused"
    NOT_YET_OBTAINED = "NOBT", "Information not yet obtained"


class Disability(models.TextChoices):
    """Disability (CIN census Disability); NONE stands alone."""

    NONE = "NONE", "No disability"
    MOBILITY = "MOB", "Mobility"
    HAND_FUNCTION = "HAND", "Hand function"
    PERSONAL_CARE = "PC", "Personal care"
    INCONTINENCE = "INC", "Incontinence"
    COMMUNICATION = "COMM", "Communication"
    LEARNING = "LD", "Learning"
    HEARING = "HEAR", "Hearing"
    VISION = "VIS", "Vision"
    BEHAVIOUR = "BEH", "Behaviour"
    CONSCIOUSNESS = "CON", "Consciousness"
    AUTISM = "AUT", "Autism"
    OTHER = "DDA", "Other"


class AssessmentFactor(models.TextChoices):
    """Factors found at the end of an assessment (CIN census AssessmentFactors); NONE_IDENTIFIED stands alone.

    The labels are the Department's, "domestic violence" too: on our own pages it is domestic abuse.
    """

    ALCOHOL_CHILD = "1A", "Alcohol misuse: concerns about alcohol misuse by the child"
    ALCOHOL_PARENT = "1B", "Alcohol misuse: concerns about alcohol misuse by the parent(s)/carer(s)"
    ALCOHOL_HOUSEHOLD = (
        "1C",
        "Alcohol misuse: concerns about alcohol misuse by another person living in the household",
    )
    DRUGS_CHILD = "2A", "Drug misuse: concerns about drug misuse by the child"
    DRUGS_PARENT = "2B", "Drug misuse: concerns about drug misuse by the parent(s)/carer(s)"
    DRUGS_HOUSEHOLD = (
        "2C",
        "Drug misuse: concerns about drug misuse by another person living in the household",
    )
    DOMESTIC_CHILD = (
        "3A",
        "Domestic violence: concerns about the child being the subject of domestic violence",
    )
    DOMESTIC_PARENT = (
        "3B",
        "Domestic violence: concerns about the child’s parent(s)/carer(s) being the subject of "
        "domestic violence",
    )
    DOMESTIC_HOUSEHOLD = (
        "3C",
        "Domestic violence: concerns about another person living in the household being the "
        "subject of domestic violence",
    )
    MENTAL_HEALTH_CHILD = "4A", "Mental health: concerns about the mental health of the child"
    MENTAL_HEALTH_PARENT = "4B", "Mental health: concerns about the mental health of the parent(s)/carer(s)"
    MENTAL_HEALTH_HOUSEHOLD = (
        "4C",
        "Mental health: concerns about the mental health of another person in the family/household",
    )
    LEARNING_DISABILITY_CHILD = "5A", "Learning disability: concerns about the child’s learning disability"
    LEARNING_DISABILITY_PARENT = (
        "5B",
        "Learning disability: concerns about the parent(s)/carer(s) learning disability",
    )
    LEARNING_DISABILITY_HOUSEHOLD = (
        "5C",
        "Learning disability: concerns about another person in the family/household’s learning disability",
    )
    PHYSICAL_DISABILITY_CHILD = (
        "6A",
        "Physical disability or illness: concerns about a physical disability or illness of the child",
    )
    PHYSICAL_DISABILITY_PARENT = (
        "6B",
        "Physical disability or illness: concerns about a physical disability or illness of the "
        "parent(s)/carer(s)",
    )
    PHYSICAL_DISABILITY_HOUSEHOLD = (
        "6C",
        "Physical disability or illness: concerns about a physical disability or illness of "
        "another person in the family/household",
    )
    YOUNG_CARER = (
        "7A",
        "Young carer: concerns that services may be required or the child’s health or development "
        "may be impaired due to their caring responsibilities",
    )
    PRIVATE_FOSTERING_RETURNING = (
        "8B",
        "Privately fostered: concerns that services may be required or the child may be at risk "
        "as a privately fostered child - overseas children who intend to return",
    )
    PRIVATE_FOSTERING_STAYING = (
        "8C",
        "Privately fostered: concerns that services may be required or the child may be at risk "
        "as a privately fostered child - overseas children who intend to stay",
    )
    PRIVATE_FOSTERING_EDUCATION = (
        "8D",
        "Privately fostered: concerns that services may be required or the child may be at risk "
        "as a privately fostered child - UK children in educational placements",
    )
    PRIVATE_FOSTERING_FAMILY = (
        "8E",
        "Privately fostered: concerns that services may be required or the child may be at risk "
        "as a privately fostered child - UK children making alternative family arrangements",
    )
    PRIVATE_FOSTERING_OTHER = (
        "8F",
        "Privately fostered: concerns that services may be required or the child may be at risk "
        "as a privately fostered child - other",
    )
    UNACCOMPANIED_ASYLUM_SEEKING = (
        "9A",
        "UASC: concerns that services may be required or the child may be at risk of harm as an "
        "unaccompanied asylum-seeking child",
    )
    MISSING = (
        "10A",
        "Missing: concerns that services may be required or the child may be at risk of harm due "
        "to going/being missing",
    )
    SEXUAL_EXPLOITATION = (
        "11A",
        "Child sexual exploitation: concerns that services may be required or the child may be at "
        "risk of harm due to child sexual exploitation",
    )
    TRAFFICKING = (
        "12A",
        "Trafficking: concerns that services may be required or the child may be at risk of harm "
        "due to trafficking",
    )
    GANGS = (
        "13A",
        "Gangs: concerns that services may be required or the child may be at risk of harm "
        "because of involvement in/with gangs",
    )
    SOCIALLY_UNACCEPTABLE_BEHAVIOUR = (
        "14A",
        "Socially unacceptable behaviour: concerns that services may be required or the child may "
        "be at risk due to their socially unacceptable behaviour",
    )
    SELF_HARM = (
        "15A",
        "Self-harm: concerns that services may be required or due to suspected/actual "
        "self-harming child may be at risk of harm",
    )
    NEGLECT = (
        "16A",
        "Abuse or neglect – ‘NEGLECT’: concerns that services may be required or the child may be "
        "suffering or likely to suffer significant harm due to abuse or neglect",
    )
    EMOTIONAL_ABUSE = (
        "17A",
        "Abuse or neglect – ‘EMOTIONAL ABUSE’: concerns that services may be required or the "
        "child may be suffering or likely to suffer significant harm due to abuse or neglect",
    )
    PHYSICAL_BY_CHILD = (
        "18B",
        "Abuse or neglect – ‘PHYSICAL ABUSE’ (child on child): concerns that services may be "
        "required or the child may be suffering or likely to suffer significant harm due to abuse "
        "or neglect by another child",
    )
    PHYSICAL_BY_ADULT = (
        "18C",
        "Abuse or neglect – ‘PHYSICAL ABUSE’ (adult on child): concerns that services may be "
        "required or the child may be suffering or likely to suffer significant harm due to abuse "
        "or neglect by an adult",
    )
    SEXUAL_BY_CHILD = (
        "19B",
        "Abuse or neglect – ‘SEXUAL ABUSE’ (child on child): concerns that services may be "
        "required or the child may be suffering or likely to suffer significant harm due to abuse "
        "or neglect by another child",
    )
    SEXUAL_BY_ADULT = (
        "19C",
        "Abuse or neglect – ‘SEXUAL ABUSE’ (adult on child): concerns that services may be "
        "required or the child may be suffering or likely to suffer significant harm due to abuse "
        "or neglect by an adult",
    )
    OTHER = "20", "Other"
    NONE_IDENTIFIED = (
        "21",
        "No factors identified - only use this if there is no evidence of any of the factors "
        "above and no further action is being taken",
    )
    FEMALE_GENITAL_MUTILATION = (
        "22A",
        "Female genital mutilation (FGM) - concerns that services may be required or the child "
        "may be at risk due to female genital mutilation",
    )
    FAITH_OR_BELIEF = (
        "23A",
        "Abuse linked to faith or belief - concerns that services may be required or the child "
        "may be at risk due to abuse linked to faith or belief",
    )
    CRIMINAL_EXPLOITATION = (
        "24A",
        "Child criminal exploitation: concerns that services may be required or the child may be "
        "at risk of harm due to child criminal exploitation",
    )


# Withdrawn by the Department from 2024-25 (rules 8945Q, 8950Q): read from old data, never offered.
WITHDRAWN_FACTORS = frozenset({"18A", "19A"})


class ReferralKind(models.TextChoices):
    """What the sender asks for; it does not decide the response."""

    CHILD_PROTECTION = "child_protection", "Child protection: a child may be suffering significant harm"
    CHILD_IN_NEED = "child_in_need", "Child in need"
    EARLY_HELP = "early_help", "Early help"
    INFORMATION_ONLY = "information_only", "Information only"


class ReferrerType(models.TextChoices):
    """In what capacity someone refers."""

    PROFESSIONAL = "professional", "Professional"
    FAMILY = "family", "Family member, relative or carer"
    CHILD = "child", "The child or young person"
    PUBLIC = "public", "Member of the public"
    ANONYMOUS = "anonymous", "Did not give a name"


class YesNoUnknown(models.TextChoices):
    """An answer that may honestly be "not known"."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not known"


class YesNoNotApplicable(models.TextChoices):
    """An answer that may not apply, such as whether an infant is aware."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not known"
    NOT_APPLICABLE = "na", "Does not apply"


class Consent(models.TextChoices):
    """Whether agreement was given; it is not needed where a child may be suffering significant harm."""

    GIVEN = "given", "Given"
    REFUSED = "refused", "Refused"
    NOT_SOUGHT = "not_sought", "Not sought"
    NOT_NEEDED = "not_needed", "Not needed"


class HarmType(models.TextChoices):
    """The four kinds of abuse of statutory guidance; every path of the work is the same for each."""

    PHYSICAL = "physical_abuse", "Physical abuse"
    EMOTIONAL = "emotional_abuse", "Emotional abuse"
    SEXUAL = "sexual_abuse", "Sexual abuse"
    NEGLECT = "neglect", "Neglect"


class HarmLocation(models.TextChoices):
    """Where the harm comes from. Outside the home, parents may be the child's protection."""

    INSIDE = "inside_family", "Inside the family"
    OUTSIDE = "outside_family", "Outside the family"
    BOTH = "both", "Both inside and outside the family"
    UNKNOWN = "unknown", "Not known"


class HarmSetting(models.TextChoices):
    """The place or company in which harm happens."""

    HOME = "home", "At home"
    ONLINE = "online", "Online"
    PEERS = "peers", "Among other children or young people"
    SCHOOL = "school", "School, nursery or college"
    NEIGHBOURHOOD = "neighbourhood", "Neighbourhood"
    INSTITUTION = "institution", "Institution, club or placement"


class LikelyOrActual(models.TextChoices):
    """Section 47 covers both."""

    ACTUAL = "actual", "Harm has happened"
    LIKELY = "likely", "Harm is likely"


class ContextualFactor(models.TextChoices):
    """What surrounds the harm, as the referrer sees it: a hint; the assessment decides the factors."""

    DOMESTIC_ABUSE = "domestic_abuse", "Domestic abuse"
    PARENTAL_SUBSTANCE_MISUSE = "substance_misuse", "Drug or alcohol misuse"
    PARENTAL_MENTAL_HEALTH = "parental_mental_health", "A parent's mental health"
    PARENTAL_LEARNING_DISABILITY = "parental_learning_disability", "A parent's learning disability"
    SEXUAL_EXPLOITATION = "child_sexual_exploitation", "Child sexual exploitation"
    CRIMINAL_EXPLOITATION = "child_criminal_exploitation", "Child criminal exploitation"
    GANGS = "gangs", "Gangs and serious violence"
    TRAFFICKING = "trafficking", "Trafficking or modern slavery"
    MISSING = "missing", "Missing from home, care or school"
    FGM = "female_genital_mutilation", "Female genital mutilation"
    HONOUR_BASED_ABUSE = "honour_based_abuse", "So-called honour-based abuse"
    FORCED_MARRIAGE = "forced_marriage", "Forced marriage"
    RADICALISATION = "radicalisation", "Radicalisation"
    ONLINE_HARM = "online_harm", "Online harm"
    PEER_ABUSE = "peer_abuse", "Abuse by another child"
    FAITH_LINKED_ABUSE = "faith_linked_abuse", "Abuse linked to faith or belief"
    SELF_HARM = "self_harm", "Self-harm"
    BULLYING = "bullying", "Bullying"
    HOMELESSNESS = "homelessness", "Homelessness or housing"
    CRIME = "crime_or_antisocial_behaviour", "Crime or anti-social behaviour"
    SCHOOL_ABSENCE = "school_absence", "Absence from school"
    PRIVATE_FOSTERING = "private_fostering", "Private fostering"


class Mobility(models.TextChoices):
    """How a child moves alone: a mark on one who does not is always a question for a clinician."""

    NOT_ROLLING = "not_rolling", "Not yet rolling"
    ROLLING = "rolling", "Rolling, not crawling"
    CRAWLING = "crawling", "Crawling or shuffling"
    CRUISING = "cruising", "Pulling up and cruising"
    WALKING = "walking", "Walking"
    NOT_MOVING = "not_moving_independently", "Does not move without help (a child of any age)"


# Rolling is not counted as moving independently: local bruising protocols begin at crawling.
NOT_MOVING_INDEPENDENTLY = frozenset({Mobility.NOT_ROLLING, Mobility.ROLLING, Mobility.NOT_MOVING})


class ParentalResponsibility(models.TextChoices):
    """As a referrer says it, per child; whether it was checked is the unit's to say."""

    YES = "yes", "Has parental responsibility"
    NO = "no", "Does not have parental responsibility"
    UNKNOWN = "unknown", "Not known"


class RelationshipType(models.TextChoices):
    """How someone is related to another; read in one direction: this person is the ... of that one."""

    MOTHER = "mother", "Mother"
    FATHER = "father", "Father"
    EXPECTANT_MOTHER = "expectant_mother", "Expectant mother"
    EXPECTED_FATHER = "expected_father", "Father of the unborn child"
    PARENT = "parent", "Parent"
    STEPMOTHER = "stepmother", "Stepmother"
    STEPFATHER = "stepfather", "Stepfather"
    ADOPTIVE_PARENT = "adoptive_parent", "Adoptive parent"
    FOSTER_CARER = "foster_carer", "Foster carer"
    PRIVATE_FOSTER_CARER = "private_foster_carer", "Private foster carer"
    SPECIAL_GUARDIAN = "special_guardian", "Special guardian"
    CARER = "carer", "Carer"
    SISTER = "sister", "Sister"
    BROTHER = "brother", "Brother"
    SIBLING = "sibling", "Brother or sister"
    HALF_SIBLING = "half_sibling", "Half-brother or half-sister"
    STEP_SIBLING = "step_sibling", "Stepbrother or stepsister"
    MATERNAL_GRANDMOTHER = "maternal_grandmother", "Mother's mother"
    MATERNAL_GRANDFATHER = "maternal_grandfather", "Mother's father"
    PATERNAL_GRANDMOTHER = "paternal_grandmother", "Father's mother"
    PATERNAL_GRANDFATHER = "paternal_grandfather", "Father's father"
    GRANDPARENT = "grandparent", "Grandparent"
    AUNT = "aunt", "Aunt"
    UNCLE = "uncle", "Uncle"
    COUSIN = "cousin", "Cousin"
    PARTNER = "partner", "Partner"
    FORMER_PARTNER = "former_partner", "Former partner"
    HUSBAND_OR_WIFE = "spouse", "Husband, wife or civil partner"
    LODGER = "lodger", "Lodger"
    FAMILY_FRIEND = "family_friend", "Friend of the family"
    NOT_RELATED = "not_related", "Not related"
    OTHER = "other", "Other"


class PoliceGrading(models.TextChoices):
    """How the police graded their own notification; forces use one scale or the other."""

    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    STANDARD = "standard", "Standard"
    LOW = "low", "Low"
    RED = "red", "Red"
    AMBER = "amber", "Amber"
    GREEN = "green", "Green"
