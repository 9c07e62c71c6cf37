"""Article in, the same article out without what is not its story; each removed block names its rule."""
