"""The user's return from Twitch: reading the address, and the page that receives it."""
