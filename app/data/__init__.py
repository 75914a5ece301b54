"""The Data page: a new project while it is put together, and the open project's task."""
