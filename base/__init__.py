"""Foundation of all apps: page class, site context, caching, text, images; imports none of our apps."""
