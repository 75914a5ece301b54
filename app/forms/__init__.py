"""Parts of forms: models, keys, limits, metrics, and how a project is tuned."""
