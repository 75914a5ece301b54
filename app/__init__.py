"""The desktop program: a view of the engine in `optimizer`."""
