"""What several proposers do: choose a parent, read losses, ask the writer, read its answer."""
