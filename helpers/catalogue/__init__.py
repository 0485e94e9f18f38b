"""What is known of Twitch: its endpoints, its scopes, what a token reaches, what an error means."""
