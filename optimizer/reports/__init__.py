"""What is told of a project: tables, curves, findings, status and the report."""
