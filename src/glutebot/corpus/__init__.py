"""Knowledge files become Articles, and Articles become Passages."""
