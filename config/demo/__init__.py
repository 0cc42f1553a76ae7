"""An invented unit with invented families at every point of the pathway. Everything here happens by steps."""
