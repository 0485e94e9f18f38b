"""One file per OAuth grant flow: the folder listing is the table of contents."""
