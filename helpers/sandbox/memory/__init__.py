"""What the sandbox remembers, and who its practice people are."""
