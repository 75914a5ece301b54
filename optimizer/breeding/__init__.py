"""How the pool grows: whose turn it is to write, what comes of it, what it earned."""
