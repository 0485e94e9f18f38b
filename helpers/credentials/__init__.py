"""What is handed about: secrets, tokens, ID tokens, and reading them from Twitch's answers."""
