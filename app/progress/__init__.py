"""The Progress page: how sure it is, how the prompts stand, what it cost, and every vote."""
