"""The terminal program: the same engine without a window."""
