"""The calendar: it knows the dates that matter, with their source; it must not know any amount."""
