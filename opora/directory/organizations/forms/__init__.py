"""Forms of organizations and their people."""
