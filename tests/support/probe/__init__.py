"""A tiny app that tests plant into a wing: one page, one line of the menu and one source of the overview."""
