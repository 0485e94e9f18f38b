"""The lessons in their order, and who goes through them: checks, and runs without a person."""
