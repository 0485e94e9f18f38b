"""The panels that wait for somebody: sign-in, a device, something that takes Twitch a moment."""
