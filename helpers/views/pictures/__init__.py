"""Records as tables, charts, a week, a gallery."""
