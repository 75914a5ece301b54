"""The Compare page: read two outputs, press one key, read the next two."""
