"""The clocks of child protection: what is due when, counted from what, stopped by what, and who says so.

Read it as a table. A figure of statute or guidance is a maximum, never a target; a local default is the
area's to set (LocalLength). How days are counted stands in `cpu.calendars`, how a date is found and explained
in `cpu.deadlines`. "Working Together" is the statutory guidance; its passages are named by subject, because
each of them has still to be read against the 2026 edition.
"""

from cpu.calendars import Calendar
from cpu.deadlines import Due, Kind, Length, Of, Timescale, Unit, due, sentence

__all__ = ["TIMESCALES", "Calendar", "Due", "Kind", "Length", "Of", "Timescale", "Unit", "due", "sentence"]

FIRST_RISK_LOOK = "first-risk-look"
SAFE_BEFORE = "safe-before"
REFERRAL_DECISION = "referral-decision"
REFERRER_TOLD = "referrer-told"
ADVICE = "advice"
ASSESSMENT = "assessment"
STRATEGY_DISCUSSION = "strategy-discussion"
STRATEGY_RECORD = "strategy-record"
REVIEW_STRATEGY = "review-strategy"
MANAGER_CONFIRMATION = "manager-confirmation"
CHILD_SEEN = "child-seen"
INFORMATION_REQUEST = "information-request"
ENQUIRY_OUTCOME = "enquiry-outcome"
MEDICAL_ACUTE = "medical-acute"
MEDICAL_PLANNED = "medical-planned"
SARC_CALLED = "sarc-called"
PRELIMINARY_OPINION = "preliminary-opinion"
MEDICAL_REPORT = "medical-report"
ABE_INTERVIEW = "abe-interview"
PRE_BIRTH_CONFERENCE = "pre-birth-conference"
INITIAL_CONFERENCE = "initial-conference"
TRANSFER_IN_CONFERENCE = "transfer-in-conference"
AGENCY_REPORT = "agency-report"
PARENTS_REPORT = "parents-report"
DECISION_NOTICE = "decision-notice"
MINUTES = "minutes"
FIRST_CORE_GROUP = "first-core-group"
CORE_GROUP = "core-group"
FIRST_REVIEW_CONFERENCE = "first-review-conference"
REVIEW_CONFERENCE = "review-conference"
POST_BIRTH_REVIEW = "post-birth-review"
VISIT = "visit"
LONG_PLAN_REVIEW = "long-plan-review"
SECOND_PLAN_REVIEW = "second-plan-review"
SUPPORT_PLAN_ACCEPTED = "support-plan-accepted"
SUPPORT_PLAN_REVIEW = "support-plan-review"
MINUTES_CORRECTION = "minutes-correction"
CONFERENCE_COMPLAINT = "conference-complaint"
POLICE_PROTECTION = "police-protection"
EMERGENCY_PROTECTION_ORDER = "emergency-protection-order"
EMERGENCY_PROTECTION_EXTENSION = "emergency-protection-extension"
COURT_ORDER = "court-order"
PROTECTIVE_CONDITION = "protective-condition"
PRE_PROCEEDINGS = "pre-proceedings"
RETURN_INTERVIEW = "return-interview"
ESCALATION = "escalation"
ESCALATION_REPLY = "escalation-reply"
SERIOUS_INCIDENT_NOTIFICATION = "serious-incident-notification"
RAPID_REVIEW = "rapid-review"
LOCAL_REVIEW = "local-review"

STATUTE, GUIDANCE = Kind.STATUTE, Kind.STATUTORY_GUIDANCE
NATIONAL, LOCAL = Kind.NATIONAL_GUIDANCE, Kind.LOCAL_DEFAULT
CASE, RECORD, CHILD, PARTICIPATION = Of.CASE, Of.RECORD, Of.CHILD, Of.PARTICIPATION


def _working_days(number: int, *, before: bool = False, **variants: int) -> dict[str, Length]:
    numbers = {"": number} | {name.replace("_", " "): one for name, one in variants.items()}
    return {name: Length(one, Unit.WORKING_DAYS, before) for name, one in numbers.items()}


def _of(number: int, unit: Unit) -> dict[str, Length]:
    return {"": Length(number, unit)}


# fmt: off
_TABLE = [
    # The front door
    Timescale(FIRST_RISK_LOOK, "First look for danger", _of(1, Unit.HOURS), RECORD, LOCAL, alarm=True,
              counts_from="the receipt of the referral", stopped_by="a person has looked at it for danger",
              inbox="front-door", owner="the front door, day and night",
              source="Working Together, referrals: danger is looked at at once; hour set locally"),
    Timescale(SAFE_BEFORE, "Response needed by", {}, RECORD, LOCAL, given="only", alarm=True,
              counts_from="the receipt of the referral", stopped_by="the response is recorded",
              inbox="front-door", owner="the front door, day and night",
              source="The time that the sender gave"),
    Timescale(REFERRAL_DECISION, "Decision on the referral", _working_days(1), CHILD, GUIDANCE,
              counts_from="the receipt of the referral", stopped_by="a manager's decision about this child",
              inbox="front-door", owner="the front door",
              source="Working Together, referrals: decision within one working day"),
    Timescale(REFERRER_TOLD, "Referrer told what was decided", _working_days(1), RECORD, GUIDANCE,
              counts_from="the decision", stopped_by="the referrer is told, or why not is recorded",
              inbox="front-door", owner="the front door",
              source="Working Together, referrals: feedback to the referrer"),
    Timescale(ADVICE, "Advice given", _working_days(1, urgent=0), RECORD, LOCAL,
              counts_from="the question", stopped_by="the advice is given", restarts=True,
              not_needed="the question became a referral or a discussion",
              owner="the adviser asked, else the unit", source="Local practice of the unit"),
    Timescale(ASSESSMENT, "Child and family assessment", _working_days(45), CASE, GUIDANCE,
              counts_from="the receipt of the referral", stopped_by="a manager authorises the assessment",
              not_needed="a manager closes the case", owner="the lead practitioner",
              source="Working Together, assessment: 45 working days at most from the referral"),
    # Strategy discussion and section 47 enquiry
    Timescale(STRATEGY_DISCUSSION, "Strategy discussion", _working_days(1, urgent=0), CASE, LOCAL,
              counts_from="the decision to hold it", stopped_by="the discussion is held",
              not_needed="a manager refuses it with a reason", owner="the unit's manager",
              source="Working Together, strategy discussion: as soon as needed; days set locally"),
    Timescale(STRATEGY_RECORD, "Record of the discussion issued", _working_days(1), RECORD, LOCAL,
              counts_from="the discussion", stopped_by="the record is issued to those who took part",
              owner="the discussion's chair", source="Local safeguarding procedures"),
    Timescale(REVIEW_STRATEGY, "Discussion brought back together",
              _working_days(5, without_health=1), CASE, LOCAL,
              counts_from="the discussion by telephone or without its quorum",
              stopped_by="the review discussion is held", owner="the discussion's chair",
              source="Local safeguarding procedures; without health the next working day"),
    Timescale(MANAGER_CONFIRMATION, "A manager confirms", {
                  "": Length(0, Unit.WORKING_DAYS), "out of hours": Length(1, Unit.WORKING_MORNING)},
              RECORD, LOCAL, counts_from="the act", stopped_by="a manager confirms it or decides otherwise",
              owner="the supervising manager", source="Local practice of the unit"),
    Timescale(CHILD_SEEN, "Child seen", _working_days(1, urgent=0), CASE, LOCAL,
              counts_from="the decision that the child is to be seen",
              stopped_by="the child is seen in person (contact at a distance never counts)",
              owner="the lead practitioner",
              source="Children Act 1989, section 47(4): access to the child; days set locally"),
    Timescale(INFORMATION_REQUEST, "Agency's information", {
                  "": Length(1, Unit.WORKING_DAYS), "urgent": Length(4, Unit.HOURS),
                  "section 47": Length(1, Unit.WORKING_DAYS), "child in need": Length(2, Unit.WORKING_DAYS)},
              PARTICIPATION, LOCAL, counts_from="the request",
              stopped_by="the agency answers (“nothing known” is an answer)",
              not_needed="the request is withdrawn", owner="the agency asked", asked=True,
              source="Children Act 1989, section 47(9); time set locally"),
    Timescale(ENQUIRY_OUTCOME, "Outcome of the section 47 enquiry", _working_days(10), CHILD, LOCAL,
              counts_from="the discussion that agreed the enquiry",
              stopped_by="a manager approves the outcome", owner="the lead practitioner",
              source="Local safeguarding procedures: in good time for a conference"),
    Timescale(MEDICAL_ACUTE, "Child protection medical, acute", _of(24, Unit.HOURS), RECORD, NATIONAL,
              counts_from="the request", stopped_by="the child is examined",
              not_needed="a clinician of suitable expertise decides so", owner="the paediatric service",
              source="RCPCH service delivery standards for child protection medicals"),
    Timescale(MEDICAL_PLANNED, "Child protection medical, planned", _working_days(10, neglect=20), RECORD, LOCAL,
              counts_from="the request", stopped_by="the child is examined",
              not_needed="a clinician of suitable expertise decides so", owner="the paediatric service",
              source="Local safeguarding procedures: non-recent harm 5 to 10 working days, neglect 10 to 20"),
    Timescale(SARC_CALLED, "Sexual assault referral centre called", _of(1, Unit.HOURS), RECORD, LOCAL,
              counts_from="the request", stopped_by="the centre is called", alarm=True,
              owner="the lead practitioner",
              source="Local safeguarding procedures: the same hour, where sexual abuse may be recent"),
    Timescale(PRELIMINARY_OPINION, "Preliminary medical opinion", _working_days(0), RECORD, NATIONAL,
              counts_from="the examination", stopped_by="the preliminary opinion is given in writing",
              owner="the examining doctor",
              source="RCPCH service delivery standards for child protection medicals: before leaving"),
    Timescale(MEDICAL_REPORT, "Medical report", _working_days(3, physical=3, complex=10), RECORD, LOCAL,
              counts_from="the examination", stopped_by="the report is issued", owner="the examining doctor",
              source="RCPCH service delivery standards for child protection medicals; days set locally"),
    Timescale(ABE_INTERVIEW, "Achieving Best Evidence interview", _working_days(5), RECORD, LOCAL,
              counts_from="the decision to interview", stopped_by="the interview is held",
              not_needed="the child declines, or a manager decides so", owner="the interviewing officer",
              source="Local practice: as soon as it is planned; a longer delay is explained"),
    # Conference and plan
    Timescale(PRE_BIRTH_CONFERENCE, "Conference before the birth",
              {"": Length(3, Unit.MONTHS, True)}, CASE, LOCAL,
              counts_from="the expected date of birth", stopped_by="the conference is held",
              not_needed="no conference is needed", owner="the lead practitioner",
              source="Local safeguarding procedures, unborn children: about three months before"),
    Timescale(INITIAL_CONFERENCE, "Initial child protection conference", _working_days(15), CASE, GUIDANCE,
              counts_from="the strategy discussion that started the enquiry",
              stopped_by="the conference is held", not_needed="the enquiry's outcome needs no conference",
              owner="the lead practitioner",
              source="Working Together, initial child protection conference: 15 working days at most"),
    Timescale(TRANSFER_IN_CONFERENCE, "Transfer-in conference", _working_days(15), CASE, GUIDANCE,
              counts_from="the day this authority was told of the move", stopped_by="the conference is held",
              not_needed="the child does not move here", owner="the lead practitioner",
              source="Working Together, children who move: 15 working days at most"),
    Timescale(AGENCY_REPORT, "Agency's report to the chair", _working_days(5, before=True), PARTICIPATION,
              LOCAL, counts_from="the conference", stopped_by="the report is received",
              not_needed="the conference is put off", owner="the agency invited", asked=True,
              source="Local safeguarding procedures"),
    Timescale(PARENTS_REPORT, "Report shared with the parents", _working_days(3, before=True, review=5), RECORD,
              LOCAL, counts_from="the conference", stopped_by="the report is shared, or why not is recorded",
              not_needed="the conference is put off", owner="the lead practitioner",
              source="Local safeguarding procedures"),
    Timescale(DECISION_NOTICE, "Notice of the decision", _working_days(1), RECORD, LOCAL,
              counts_from="the conference", stopped_by="the notice is sent",
              inbox="conferences", owner="the conference's chair",
              source="Local safeguarding procedures"),
    Timescale(MINUTES, "Minutes circulated", _working_days(20), RECORD, LOCAL,
              counts_from="the conference", stopped_by="the minutes are circulated",
              inbox="conferences", owner="the conference's chair", source="Local safeguarding procedures"),
    Timescale(FIRST_CORE_GROUP, "First core group", _working_days(10), CASE, GUIDANCE,
              counts_from="the conference that made the plan", stopped_by="the core group meets",
              not_needed="the plan ends", owner="the lead practitioner",
              source="Working Together, core group: within 10 working days"),
    Timescale(CORE_GROUP, "Core group", _of(6, Unit.WEEKS), CASE, LOCAL, restarts=True,
              counts_from="the last core group", stopped_by="the core group meets",
              not_needed="the plan ends", owner="the lead practitioner",
              source="Local safeguarding procedures: every four to six weeks"),
    Timescale(FIRST_REVIEW_CONFERENCE, "First review conference", _of(3, Unit.MONTHS), CASE, GUIDANCE,
              counts_from="the initial conference", stopped_by="the review conference is held",
              not_needed="the plan ends", owner="the lead practitioner",
              source="Working Together, review conference: within three months"),
    Timescale(REVIEW_CONFERENCE, "Review conference", _of(6, Unit.MONTHS), CASE, GUIDANCE, restarts=True,
              counts_from="the last review conference", stopped_by="the next review conference is held",
              not_needed="the plan ends", owner="the lead practitioner",
              source="Working Together, review conference: at most six months apart"),
    Timescale(POST_BIRTH_REVIEW, "Review conference after the birth", _working_days(20), CASE, LOCAL,
              other=Length(3, Unit.MONTHS), other_from="the initial conference",
              counts_from="the birth", stopped_by="the review conference is held", not_needed="the plan ends",
              owner="the lead practitioner", source="Local safeguarding procedures, plans made before birth"),
    Timescale(VISIT, "Visit: child seen",
              _working_days(10, every_5_working_days=5, every_10_working_days=10, every_15_working_days=15,
                            every_20_working_days=20),
              CASE, LOCAL, restarts=True,
              counts_from="the last visit at which the child was seen",
              stopped_by="the child is seen in person (contact at a distance never counts)",
              not_needed="the plan ends", owner="the lead practitioner",
              source="Local safeguarding procedures"),
    Timescale(LONG_PLAN_REVIEW, "Senior review of a long plan", _of(15, Unit.MONTHS), CASE, LOCAL,
              counts_from="the start of the plan", stopped_by="a senior manager reviews the plan",
              not_needed="the plan ends", owner="the service manager",
              source="Local safeguarding procedures: a plan that drifts"),
    Timescale(SECOND_PLAN_REVIEW, "Senior review of a second plan", _working_days(10), CASE, LOCAL,
              counts_from="the start of a plan within 24 months of an earlier one",
              stopped_by="a senior manager reviews the plan", not_needed="the plan ends",
              owner="the service manager", source="Local safeguarding procedures: a second plan"),
    Timescale(SUPPORT_PLAN_ACCEPTED, "Plan accepted by its worker", _working_days(5), RECORD, LOCAL,
              counts_from="the day it was offered", stopped_by="the named worker accepts",
              not_needed="the offer is taken back", owner="the worker named; until then the unit holds the child",
              source="Local practice of the unit"),
    Timescale(SUPPORT_PLAN_REVIEW, "Review of the plan", _of(3, Unit.MONTHS), CHILD, LOCAL, restarts=True,
              counts_from="the start of the plan, then the last review", stopped_by="the review is held",
              not_needed="the plan ends", owner="the lead practitioner",
              source="Local safeguarding procedures: child-in-need and risk-outside-the-home plans"),
    Timescale(MINUTES_CORRECTION, "Answer to a correction of the minutes", _working_days(10), PARTICIPATION,
              LOCAL, counts_from="the day the correction was asked for", stopped_by="the chair answers it",
              inbox="conferences", owner="the conference's chair", source="Local safeguarding procedures"),
    Timescale(CONFERENCE_COMPLAINT, "Answer to a complaint about a conference", _working_days(10), PARTICIPATION,
              LOCAL, restarts=True, counts_from="the day this stage of it was entered",
              stopped_by="it is answered, or goes to the next stage", inbox="conferences",
              owner="the conferences' manager", source="Local complaints procedure about conferences"),
    # Emergency powers: the end of protection, warned ahead
    Timescale(POLICE_PROTECTION, "Police protection ends", _of(72, Unit.HOURS), CHILD, STATUTE,
              alarm=True, warn_after_hours=(24, 48, 60),
              counts_from="the moment the child was taken into police protection",
              stopped_by="the child is released, or an order is made", owner="the lead practitioner",
              source="Children Act 1989, section 46(6)"),
    Timescale(EMERGENCY_PROTECTION_ORDER, "Emergency protection order ends",
              _of(8, Unit.DAYS_WITH_THE_FIRST), CHILD, STATUTE, given="wins", alarm=True,
              counts_from="the order (or with police protection, if its designated officer applied)",
              stopped_by="the order ends or is extended", owner="the lead practitioner",
              source="Children Act 1989, section 45(1) to (3): at most eight days; copy the sealed order"),
    Timescale(EMERGENCY_PROTECTION_EXTENSION, "Extended emergency protection order ends",
              _of(7, Unit.DAYS), CHILD, STATUTE, given="wins", alarm=True,
              counts_from="the end of the first order", stopped_by="the extended order ends",
              owner="the lead practitioner",
              source="Children Act 1989, section 45(5) and (6): once, at most seven days; copy the order"),
    Timescale(COURT_ORDER, "Court order ends", {}, CHILD, STATUTE, given="only", alarm=True,
              counts_from="the order", stopped_by="the order ends, is replaced or discharged",
              owner="the lead practitioner", source="The date in the sealed order"),
    Timescale(PROTECTIVE_CONDITION, "Protective condition ends", {}, PARTICIPATION, STATUTE, given="only",
              alarm=True, counts_from="the condition", stopped_by="somebody says what protects the child now",
              owner="the lead practitioner", source="The date of bail, order or licence"),
    Timescale(PRE_PROCEEDINGS, "Pre-proceedings end", _of(16, Unit.WEEKS), CHILD, NATIONAL,
              counts_from="the decision on pre-proceedings",
              stopped_by="stepped down, or the application is issued", owner="the lead practitioner",
              source="Public Law Working Group, 2021: about 16 weeks at most"),
    # Missing, dissent, learning
    Timescale(RETURN_INTERVIEW, "Return home interview", _of(72, Unit.HOURS), CHILD, GUIDANCE,
              counts_from="the moment the child was found or came back", stopped_by="the interview is held",
              not_needed="the child declines", owner="the lead practitioner",
              source="Statutory guidance on children who run away or go missing: within 72 hours"),
    Timescale(ESCALATION, "Answer to a professional disagreement", _working_days(
                  1, same_day=0, level_1=1, level_2=2, level_3=5, level_4=5, level_5=5),
              RECORD, LOCAL, restarts=True, counts_from="the day this level was entered",
              stopped_by="a manager outside it answers or decides, or it is raised to the next level",
              owner="the manager at this level", source="Local escalation policy"),
    Timescale(ESCALATION_REPLY, "Reply to the answer to a disagreement", _working_days(1, same_day=0),
              RECORD, LOCAL, restarts=True, counts_from="the answer",
              stopped_by="those who raised it say that it settles it, or take it up a level",
              owner="whoever raised it", source="Local escalation policy"),
    Timescale(SERIOUS_INCIDENT_NOTIFICATION, "Serious incident notified", _working_days(5), RECORD, GUIDANCE,
              counts_from="the day the authority became aware", stopped_by="the notification is sent",
              not_needed="the authority decides, with reasons, that the duty does not arise",
              owner="the head of service",
              source="Children Act 2004, section 16C; Working Together: five working days"),
    Timescale(RAPID_REVIEW, "Rapid review sent to the Panel", _working_days(15), RECORD, NATIONAL,
              counts_from="the notification", stopped_by="the review is sent to the Panel",
              not_needed="the criteria turn out not to be met", owner="the safeguarding partners",
              source="Child Safeguarding Practice Review Panel, guidance for safeguarding partners"),
    Timescale(LOCAL_REVIEW, "Local child safeguarding practice review", _of(6, Unit.MONTHS), RECORD, GUIDANCE,
              counts_from="the decision to commission it",
              stopped_by="the review is published, or the delay explained", owner="the safeguarding partners",
              source="Working Together, local reviews: published within six months"),
]
# fmt: on

TIMESCALES: dict[str, Timescale] = {row.code: row for row in _TABLE}
