"""Child protection conference, plan, child-in-need plan, core group, visit."""
