"""Which pair is asked about next, and which outputs it needs."""
