"""Article in, the same article out, tidy; and whether it is complete enough to be stored."""
