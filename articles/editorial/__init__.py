"""From draft to publication: gates, four eyes, workflow, permissions, and what holds at publication."""
