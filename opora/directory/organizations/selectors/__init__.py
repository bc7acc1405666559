"""Reads over organizations, memberships and invitations."""
