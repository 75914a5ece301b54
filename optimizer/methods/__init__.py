"""Methods: published systems and our own, as arrangements of small parts, read from files."""

from optimizer.methods.arranging import Arrangement, Limits, arrange
from optimizer.methods.catalogue import (
    DEFAULT,
    Catalogue,
    find_method,
    find_own,
    load_catalogue,
    user_folder,
)
from optimizer.methods.reading import read_method
from optimizer.methods.settings import chosen, fitted, parse_value
from optimizer.needs import told_needs, unmet

__all__ = [
    "DEFAULT",
    "Arrangement",
    "Catalogue",
    "Limits",
    "arrange",
    "chosen",
    "find_method",
    "find_own",
    "fitted",
    "load_catalogue",
    "parse_value",
    "read_method",
    "told_needs",
    "unmet",
    "user_folder",
]
