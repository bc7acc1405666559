"""What people do with the running of the instance."""
