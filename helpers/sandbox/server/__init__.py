"""The sandbox's door and voice: what comes in, what is refused, what every answer looks like."""
