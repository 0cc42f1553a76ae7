"""What must be true in child-in-need plans and plans for risk outside the home. Down is always blocked."""

from django.utils import timezone

from workflow.guard import guard

# States of a child's row in a child protection plan in which the child is subject of it.
SUBJECT_OF_PROTECTION = ("OUTLINE", "DETAILED", "AWAY")
ENQUIRY_GOES_ON = ("OPEN", "PROPOSED")
ADULT = 18


def protected(case) -> bool:
    """Whether this child is subject of an open child protection plan."""
    rows = case.childprotectionplanchild_rows.filter(state__in=SUBJECT_OF_PROTECTION)
    return rows.exclude(stage__state__in=("CLOSED", "WITHDRAWN")).exists()


@guard(
    "This child is subject of a child protection plan: only a review conference puts another plan in its place.",
    each_child=True,
)
def no_protection_plan_is_open(plan, row):
    """Census rules 4001, 4016, 4017: a child-in-need plan never overlaps a child protection plan."""
    return not (plan.excludes_protection and protected(row.case))


@guard("Only the worker whom this plan was offered to answers.", each_child=True)
def offered_to_me(plan, row):
    return plan.act is None or (row.offered_to_id is not None and row.offered_to_id == plan.act.by.pk)


@guard(
    "See the child: the child has not been seen in person since the last review.",
    each_child=True,
    mend="record_visit",
)
def child_was_seen_since_the_last_review(plan, row):
    """In person, by whomever and in whichever record; contact at a distance never counts."""
    if row.case.child.state == "DIED":
        return True
    since = row.reviewed_on or row.started_on
    return any(
        each.counts and (since is None or timezone.localdate(each.at) >= since)
        for each in row.case.childseen_rows.all()
    )


@guard("Say what comes after this plan, and who does it.", each_child=True, mend="propose_end")
def what_comes_after_is_said(plan, row):
    return bool(row.after and row.after_words)


@guard("Say what has changed for the child.", each_child=True, mend="propose_end")
def what_has_changed_is_said(plan, row):
    return bool(row.end_reason)


@guard("A section 47 enquiry is open for this child: end nothing before its outcome.", each_child=True)
def no_enquiry_goes_on(plan, row):
    return (
        not row.case.section47child_rows.filter(state__in=ENQUIRY_GOES_ON)
        .exclude(stage__state="WITHDRAWN")
        .exists()
    )


@guard(
    "Ask the child, and whoever has parental responsibility, what they think of ending it; or say why not.",
    each_child=True,
    mend="propose_end",
)
def family_was_asked(plan, row):
    return bool(row.family_says)


@guard("The child has not died, is not yet 18, and lives here as far as is recorded.", each_child=True)
def the_event_is_recorded(plan, row):
    """An event that ends a plan by itself is read from the record, not only said."""
    child = row.case.child
    if row.ended_by_event == "died":
        return child.state == "DIED" or "Record the death with the child's details first."
    if row.ended_by_event == "turned-18":
        age = child.age_on(timezone.localdate(plan.act.at)) if plan.act else None
        return (age is not None and age >= ADULT) or "The child is not 18 by the date of birth recorded."
    if row.ended_by_event == "moved":
        return bool(row.after_words) or "Say which authority has taken the plan on, and who there."
    return False


@guard("This plan has not ended for every child.", mend="propose_end")
def it_has_ended_for_every_child(plan):
    still = [row.child_name for row in plan.child_rows() if row.state not in row.ended]
    return f"Still open for {', '.join(still)}." if still else True


@guard("This plan was worked: it is ended with its reasons, not withdrawn.", mend="propose_end")
def nothing_was_worked(plan):
    return all(row.started_on is None for row in plan.child_rows())


READY_TO_END = [
    child_was_seen_since_the_last_review,
    what_has_changed_is_said,
    what_comes_after_is_said,
    family_was_asked,
    no_enquiry_goes_on,
]
