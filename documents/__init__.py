"""Documents that leave the system, for one named recipient each."""
