"""Twitch's login service: every grant, OpenID Connect, validate, revoke, and its pages."""
