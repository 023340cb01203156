"""Rules from draft to publication: gates, four eyes, workflow, permissions, publishing."""
