"""What the shell reads from files: the handbook, the accessibility statement, mail of the demo."""
