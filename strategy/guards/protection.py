"""What must be true in police protection."""

from workflow.guard import guard


@guard("Say what protects the child now.", each_child=True, mend="end_protection")
def something_protects_now(protection, row):
    return bool(row.protects_now)


@guard("End the protection of each child first.", mend="end_protection")
def protection_has_ended(protection):
    held = [row.child_name for row in protection.children.all() if row.state == "PROTECTED"]
    return True if not held else f"Still in police protection: {', '.join(held)}."


@guard("Tell the child, the parents and both authorities, or say why not.", explain=True, mend="record_told")
def everyone_was_told(protection):
    missing = [
        f"{row.child_name}: {'; '.join(each[0].lower() + each[1:] for each in names)}"
        for row in protection.children.all()
        if (names := row.not_yet_told())
    ]
    return True if not missing else f"Not yet told. {'. '.join(missing)}."


@guard(
    "A child stands under police protection here: say what protects the child now, and why this is withdrawn.",
    explain=True,
    step_down=True,
    mend="end_protection",
)
def nobody_is_protected_by_it(protection):
    return not any(row.state == "PROTECTED" for row in protection.child_rows())
