"""A regular expression in, out comes why it could take for ever on some text, or nothing."""
