"""What must be true before the authority decides to go to court, or not to. An application itself is a fact."""

from django.db.models import prefetch_related_objects

from workflow.guard import guard


@guard(
    "Family group decision-making is offered in the letter before proceedings, or say why it would not be in this "
    "child's best interests (section 31ZA).",
    each_child=True,
    mend="record_family_meeting",
)
def family_meeting_was_offered_in_the_letter(stage, row):
    return row.family_meeting_settled


@guard(
    "Record the letter before proceedings first, or say why none was sent.",
    each_child=True,
    explain=True,
    step_down=True,
    mend="record_letter",
)
def letter_was_sent(stage, row):
    return row.letter_on is not None


@guard(
    "Hold the first meeting, or say why it was not held.",
    each_child=True,
    explain=True,
    step_down=True,
    mend="record_first_meeting",
)
def first_meeting_was_held(stage, row):
    return row.first_meeting_on is not None


@guard("Say why, for this child.", each_child=True, mend="propose_step_down")
def reasons_are_given(stage, row):
    return bool(row.step_down_why)


@guard("Say what plan comes next, and who leads it.", each_child=True, mend="propose_step_down")
def next_plan_has_its_lead(stage, row):
    return bool(row.next_plan and row.next_lead)


def _read(stage, row, *rows: str):
    """This child's rows of other stages, read for all children at once."""
    prefetch_related_objects([each.case for each in stage.child_rows() if each.case_id], *rows)
    return getattr(row.case, rows[0]).all()


@guard("An order protects this child: nobody steps down while it stands.", each_child=True)
def no_order_is_in_force(stage, row):
    orders = _read(stage, row, "courtorderchild_rows", "courtorderchild_rows__stage")
    return not any(
        each.state == "IN_FORCE"
        and each.stage.state != "WITHDRAWN"
        and each.stage.what in ("emergency-protection", "interim-care", "interim-supervision")
        for each in orders
    )


@guard(
    "This child is in police protection: nobody steps down while it lasts.",
    each_child=True,
)
def not_in_police_protection(stage, row):
    return not any(each.state == "PROTECTED" for each in _read(stage, row, "emergencyprotectionchild_rows"))


@guard("For each child: step down, or record the application.", mend="record_application")
def every_child_is_answered(stage):
    open_for = [
        row.child_name
        for row in stage.children.all()
        if row.state not in ("STEPPED_DOWN", "ISSUED", "WITHDRAWN")
    ]
    return True if not open_for else f"Not yet ended: {', '.join(open_for)}."


@guard("What is owed since the application is done first.", mend="record_family_meeting")
def nothing_is_owed_since(stage):
    """An emergency application goes ahead of the offer; why is said afterwards."""
    owing = [f"{row.child_name}: {says}" for row in stage.children.all() for says, _ in row.owed()]
    return True if not owing else " ".join(owing)


@guard(
    "Something was done here: end it by stepping down or by the application, or say why it is withdrawn all the same.",
    explain=True,
    step_down=True,
    mend="propose_step_down",
)
def nothing_was_done_here(stage):
    return not any(
        row.letter_on or row.application_on or row.state != "UNDER_WAY" for row in stage.child_rows()
    )


TO_STEP_DOWN = [
    letter_was_sent,
    first_meeting_was_held,
    family_meeting_was_offered_in_the_letter,
    reasons_are_given,
    next_plan_has_its_lead,
    no_order_is_in_force,
    not_in_police_protection,
]
