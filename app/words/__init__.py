"""What the program says of things, in words and figures; Qt-free."""
