"""Every component of the site in every state, drawn from copies that nobody signed: they lie in files beside this."""
