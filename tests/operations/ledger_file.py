"""The file of an invented outlet that switches a rule off."""

LEDGER_FILE = """
name = "The Ledger"
country = "GB"
language = "en"
timezone = "Europe/London"
home = "https://www.ledger.example/"
feeds = ["https://www.ledger.example/feed"]
[boilerplate]
off = ["{name}"]
"""
