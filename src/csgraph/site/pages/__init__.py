"""The pages of the site: each module writes one kind of them."""
