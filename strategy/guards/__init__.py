"""What must be true before a step: a module for each kind of record."""
