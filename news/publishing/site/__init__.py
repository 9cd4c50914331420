"""What is done to the site as a whole: front page, pages, pictures, logins and roles."""
