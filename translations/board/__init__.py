"""The board: every page and snippet in every language, how it stands there, and who is to do what about it."""
