"""Pages: a module for each kind of record."""
