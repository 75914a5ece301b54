"""The LLM judge: asked about duels, sets and prompts, calibrated after a person's votes."""
