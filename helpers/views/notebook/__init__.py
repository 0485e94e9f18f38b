"""What frames each notebook: its first cell, its checkpoint, its smaller views."""
