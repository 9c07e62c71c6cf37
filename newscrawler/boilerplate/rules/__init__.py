"""One kind of boilerplate per file. A rule knows no other rule and edits no text."""
