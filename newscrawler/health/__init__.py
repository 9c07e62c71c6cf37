"""How well an outlet's runs go: its schedule and past runs in, one word with its reason and the next command out."""
