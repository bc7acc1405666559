"""Changes of organizations, memberships and invitations."""
