"""User accounts: signing in, signing in again on the same page, personal settings, the admin of logins."""
