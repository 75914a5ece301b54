"""Small widgets that several pages and dialogs are made of."""
