"""One file per command: arguments and an Output come in, lines and an exit code go out."""
