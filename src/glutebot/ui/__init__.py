"""The page: its layout, its looks, and what it shows for what happens."""
