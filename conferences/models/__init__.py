"""Conference and plans: a module for each kind of record."""
