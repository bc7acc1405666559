"""Views of the shell: one module for each page or group of pages."""
