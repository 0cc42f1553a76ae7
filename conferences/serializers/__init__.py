"""What the API says: a module for each kind of record."""
