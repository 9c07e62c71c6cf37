"""Article in, fingerprint out: a hash for the same text, anchors for nearly the same."""
