"""An HTTP exchange on a panel: what was sent, what came back, what it means, no secrets."""
