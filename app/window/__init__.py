"""The window around the pages: its frame, its menu, its messages, and what it asks for."""
