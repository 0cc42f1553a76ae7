"""What must be true in court orders."""

from workflow.guard import guard

# These last by themselves, and the work on the record may be done while they stand.
LASTS = ("special-guardianship", "child-arrangements", "placement", "high-court", "other")


@guard("Say what protects the child now.", each_child=True, mend="end_order")
def something_protects_after_the_order(order, row):
    return bool(row.protects_now)


@guard(
    "Only an emergency protection order is extended, and only once: ask for another order.", each_child=True
)
def may_still_be_extended(order, row):
    """Section 45(6): once. An interim order is not extended but made again."""
    return order.what == "emergency-protection" and row.times_extended == 0


@guard("Record for each child how the order ended.", mend="end_order")
def order_has_ended(order):
    if order.what in LASTS:
        return True
    under = [row.child_name for row in order.children.all() if row.state == "IN_FORCE"]
    return True if not under else f"Still in force: {', '.join(under)}."


@guard(
    "A child stands under this order: say what protects the child now, and why this is withdrawn.",
    explain=True,
    step_down=True,
    mend="end_order",
)
def nobody_is_under_the_order(order):
    return not any(row.state == "IN_FORCE" for row in order.child_rows())
