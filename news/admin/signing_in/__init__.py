"""Who somebody is: signing in, again in place, own settings, the logins."""
