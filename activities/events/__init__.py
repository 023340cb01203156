"""Pages of an event, calendars to subscribe to, and registration by units."""
