"""Forms: what a learner fills in, ticks or presses."""
