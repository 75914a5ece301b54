"""Model calls of a project: cached, booked before they are sent, paid for, stored."""
