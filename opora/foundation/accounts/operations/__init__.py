"""Making accounts, their protection and links for people without one."""
