"""What the program reads and does not run: wordings, samples, icons, style."""
