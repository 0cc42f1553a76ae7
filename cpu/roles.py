"""Who may do what: one screen, read by `can`, printed into docs/permissions.md, walked by the tests.

Source: `domain.md` 7.1 widened by the rulings of practice: the out-of-hours worker may act alone to protect;
anyone may ask for a discussion, only a manager refuses; nobody but a manager steps a child down.
"""

from django.db.models import TextChoices


class Role(TextChoices):
    FRONT_DOOR_SYSTEM = "front-door-system", "Front door's system"
    FRONT_DOOR_WORKER = "front-door-worker", "Front-door social worker"
    SOCIAL_WORKER = "social-worker", "Social worker"
    LEAD_PRACTITIONER = "lead-practitioner", "Lead child protection practitioner"
    FAMILY_HELP_PRACTITIONER = "family-help-practitioner", "Family help lead practitioner"
    TEAM_MANAGER = "team-manager", "Team manager"
    SERVICE_MANAGER = "service-manager", "Service manager"
    HEAD_OF_SERVICE = "head-of-service", "Head of service"
    OUT_OF_HOURS_WORKER = "out-of-hours-worker", "Out-of-hours worker"
    POLICE_OFFICER = "police-officer", "Police officer of the unit"
    POLICE_SUPERVISOR = "police-supervisor", "Police supervisor"
    HEALTH_PRACTITIONER = "health-practitioner", "Health practitioner of the unit"
    PAEDIATRICIAN = "paediatrician", "Paediatrician"
    EDUCATION_LEAD = "education-lead", "Education lead of the unit"
    AGENCY_PROFESSIONAL = "agency-professional", "Professional of another agency"
    CONFERENCE_CHAIR = "conference-chair", "Conference chair"
    CONFERENCE_ADMINISTRATOR = "conference-administrator", "Conference administrator"
    LEGAL_ADVISER = "legal-adviser", "Legal adviser"
    UNIT_ADMINISTRATOR = "unit-administrator", "Unit administrator"


class Permission(TextChoices):
    REFER = "refer", "Post or key in a referral"
    REFERRAL_LOOK = "referral-look", "Look at a referral for danger"
    REFERRAL_SCREEN = "referral-screen", "Screen a referral: who each child is, what is proposed"
    REFERRAL_DECIDE = "referral-decide", "Decide on a referral"
    ASSESSMENT_WORK = "assessment-work", "Work on an assessment"
    ASSESSMENT_AUTHORISE = "assessment-authorise", "Authorise an assessment"
    DISCUSSION_REQUEST = "discussion-request", "Ask for a strategy discussion, and accept the request"
    DISCUSSION_REFUSE = "discussion-refuse", "Refuse a request for a strategy discussion"
    DISCUSSION_CONVENE = "discussion-convene", "Convene and invite"
    DISCUSSION_CHAIR = "discussion-chair", "Hold a strategy discussion and agree enquiries"
    DISCUSSION_DECLINE = "discussion-decline", "Decide against enquiries"
    DISCUSSION_CONFIRM = "discussion-confirm", "Confirm a decision taken without a manager"
    CONTRIBUTE = "contribute", "Say what one's agency knows, and its view"
    ASK = "ask", "Ask an agency for information"
    ENQUIRY_WORK = "enquiry-work", "Work on a section 47 enquiry"
    ENQUIRY_APPROVE = "enquiry-approve", "Approve the outcome of an enquiry"
    PROTECT = "protect", "Record emergency protection"
    MEDICAL_REQUEST = "medical-request", "Ask for a child protection medical"
    MEDICAL_WORK = "medical-work", "Accept, book and record a medical"
    MEDICAL_OPINION = "medical-opinion", "Give a medical opinion and a medical report"
    INTERVIEW_WORK = "interview-work", "Plan and record an ABE interview"
    INTERVIEW_EVALUATE = "interview-evaluate", "Evaluate an ABE interview"
    ORDER_RECORD = "order-record", "Record what a court ordered"
    PRE_PROCEEDINGS_WORK = "pre-proceedings-work", "Work on pre-proceedings"
    PRE_PROCEEDINGS_DECIDE = "pre-proceedings-decide", "Decide on pre-proceedings"
    MISSING = "missing", "Record that a child is missing, or was found"
    DISAGREE = "disagree", "Raise a professional disagreement"
    DISAGREEMENT_ANSWER = "disagreement-answer", "Answer a disagreement at its level"
    CONFERENCE_REQUEST = "conference-request", "Ask for a child protection conference"
    CONFERENCE_ARRANGE = "conference-arrange", "Book a conference, send its notices and minutes"
    CONFERENCE_CHAIR = "conference-chair", "Hold a conference and decide for each child"
    CONFERENCE_DECLINE = "conference-decline", "Decide at a conference against a plan, or that a plan ends"
    PLAN_WORK = "plan-work", "Work a child's plan: actions, core groups, visits"
    PLAN_END = "plan-end", "End a plan outside a conference"
    PLAN_SENIOR_REVIEW = "plan-senior-review", "Review a plan that drifts, as a senior manager"
    DOCUMENT_ISSUE = "document-issue", "Make a document for a named recipient"
    NOTE = "note", "Write a plain note"
    OVERSEE = "oversee", "Write a manager's oversight"
    CASE_OPEN = "case-open", "Open a case or attach to the open one"
    CASE_ALLOCATE = "case-allocate", "Allocate and hand over a case"
    CASE_ACCEPT = "case-accept", "Read a hand-over and accept the case"
    CASE_CLOSE = "case-close", "Close or reopen a case"
    PERSON_RECORD = "person-record", "Record who a person is and what stands about them"
    PERSON_PROTECT = "person-protect", "End a flag, a confidential address or a protective condition"
    CORRECT = "correct", "Correct an entry"
    WITHDRAW = "withdraw", "Withdraw what was entered in error"
    SETTING_PROPOSE = "setting-propose", "Propose a local value, a holiday, a team, a role"
    SETTING_APPROVE = "setting-approve", "Approve a local value, a holiday, a team, a role"
    MANAGE = "manage", "Act as a manager"
    SEE_EVERY_CASE = "see-every-case", "See every case of the unit (looked at afterwards)"
    SEE_REFERRALS = "see-referrals", "See the referral inbox"
    CONSEQUENCE = "consequence", "Follows in law from another step; granted to nobody"


P = Permission
EVERYONE = {
    P.DISCUSSION_REQUEST,
    P.CONTRIBUTE,
    P.PROTECT,
    P.NOTE,
    P.MISSING,
    P.DISAGREE,
    P.MEDICAL_REQUEST,
    P.CONFERENCE_REQUEST,
}
DISCIPLINE = EVERYONE | {P.ASK, P.PERSON_RECORD, P.CORRECT}
PRACTITIONER = EVERYONE | {
    P.ASSESSMENT_WORK,
    P.DISCUSSION_CONVENE,
    P.ASK,
    P.ENQUIRY_WORK,
    P.CASE_ACCEPT,
    P.PERSON_RECORD,
    P.CORRECT,
    P.MEDICAL_WORK,
    P.INTERVIEW_WORK,
    P.ORDER_RECORD,
    P.PRE_PROCEEDINGS_WORK,
    P.PLAN_WORK,
    P.DOCUMENT_ISSUE,
}
FRONT_DOOR = EVERYONE | {
    P.REFER,
    P.REFERRAL_LOOK,
    P.REFERRAL_SCREEN,
    P.SEE_REFERRALS,
    P.CASE_OPEN,
    P.DISCUSSION_CONVENE,
    P.ASK,
    P.PERSON_RECORD,
    P.CORRECT,
}
MANAGER = (
    PRACTITIONER
    | FRONT_DOOR
    | {
        P.REFERRAL_DECIDE,
        P.ASSESSMENT_AUTHORISE,
        P.DISCUSSION_REFUSE,
        P.DISCUSSION_CHAIR,
        P.DISCUSSION_DECLINE,
        P.DISCUSSION_CONFIRM,
        P.ENQUIRY_APPROVE,
        P.OVERSEE,
        P.CASE_ALLOCATE,
        P.CASE_CLOSE,
        P.PERSON_PROTECT,
        P.WITHDRAW,
        P.SETTING_PROPOSE,
        P.MANAGE,
        P.INTERVIEW_EVALUATE,
        P.DISAGREEMENT_ANSWER,
        P.CONFERENCE_ARRANGE,
        P.PLAN_END,
    }
)
SENIOR = MANAGER | {P.SETTING_APPROVE, P.SEE_EVERY_CASE, P.PRE_PROCEEDINGS_DECIDE, P.PLAN_SENIOR_REVIEW}
POLICE = DISCIPLINE | {P.INTERVIEW_WORK}
HEALTH = DISCIPLINE | {P.MEDICAL_WORK}

GRANTS: dict[str, frozenset[Permission]] = {
    Role.FRONT_DOOR_SYSTEM: frozenset({P.REFER}),
    Role.FRONT_DOOR_WORKER: frozenset(FRONT_DOOR),
    Role.SOCIAL_WORKER: frozenset(PRACTITIONER),
    Role.LEAD_PRACTITIONER: frozenset(PRACTITIONER | {P.DISCUSSION_CHAIR}),
    Role.FAMILY_HELP_PRACTITIONER: frozenset(
        EVERYONE
        | {P.ASSESSMENT_WORK, P.ASK, P.CASE_ACCEPT, P.PERSON_RECORD, P.CORRECT, P.PLAN_WORK, P.DOCUMENT_ISSUE}
    ),
    Role.TEAM_MANAGER: frozenset(MANAGER),
    Role.SERVICE_MANAGER: frozenset(SENIOR),
    Role.HEAD_OF_SERVICE: frozenset(SENIOR),
    # Acts alone to protect at 02:00 on a Sunday; steps nobody down, and a manager confirms next morning.
    Role.OUT_OF_HOURS_WORKER: frozenset(
        PRACTITIONER
        | FRONT_DOOR
        | {
            P.DISCUSSION_CHAIR,
            P.CASE_ALLOCATE,
            P.SEE_EVERY_CASE,
            P.CONFERENCE_ARRANGE,
            P.CONFERENCE_CHAIR,
        }
    ),
    Role.POLICE_OFFICER: frozenset(POLICE),
    Role.POLICE_SUPERVISOR: frozenset(POLICE | {P.INTERVIEW_EVALUATE, P.DISAGREEMENT_ANSWER}),
    Role.HEALTH_PRACTITIONER: frozenset(HEALTH),
    Role.EDUCATION_LEAD: frozenset(DISCIPLINE),
    Role.PAEDIATRICIAN: frozenset(EVERYONE | {P.MEDICAL_WORK, P.MEDICAL_OPINION}),
    Role.AGENCY_PROFESSIONAL: frozenset(EVERYONE),
    # Independent of the case: reads a discussion and adds nothing to it.
    Role.CONFERENCE_CHAIR: frozenset(
        EVERYONE - {P.CONTRIBUTE, P.MEDICAL_REQUEST}
        | {
            P.DISCUSSION_CONVENE,
            P.CONFERENCE_ARRANGE,
            P.CONFERENCE_CHAIR,
            P.CONFERENCE_DECLINE,
            P.DOCUMENT_ISSUE,
            P.CORRECT,
        }
    ),
    # Takes the family's calls about a conference: who cannot come, who must not meet whom.
    Role.CONFERENCE_ADMINISTRATOR: frozenset(
        {P.DISCUSSION_CONVENE, P.CONFERENCE_ARRANGE, P.DOCUMENT_ISSUE, P.NOTE}
    ),
    # Legal advice is privileged: it has a home of its own, never a plain note.
    Role.LEGAL_ADVISER: frozenset({P.ORDER_RECORD, P.PRE_PROCEEDINGS_WORK}),
    Role.UNIT_ADMINISTRATOR: frozenset({P.SETTING_PROPOSE}),
}


def grants(role: str) -> frozenset[Permission]:
    return GRANTS.get(role, frozenset())


def can(user, permission: Permission) -> bool:
    """May this person, as what they are today, use this permission at all? Which record is `visible_to`'s question."""
    return bool(user and user.is_active and user.is_authenticated and user.holds(permission))
