"""What people said: votes with their duels, what is in force, and what they amount to."""
