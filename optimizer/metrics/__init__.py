"""Metrics on labelled rows: what they are, who computes them, what they said."""
