"""The nouns: frozen values that every room speaks in. Changed by ``dataclasses.replace``, never in place."""
