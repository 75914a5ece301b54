"""What opens before the window: settings, methods, wordings, scores, export, logs and reports."""
