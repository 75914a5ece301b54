"""The Prompts page: every prompt there is, what became of it, and what can be done with it."""
