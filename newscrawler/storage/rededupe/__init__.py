"""Sameness over a whole archive at once: every article in, what its document should say of its copies out."""
