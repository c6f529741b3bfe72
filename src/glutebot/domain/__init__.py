"""The words of the house as frozen types; they know no plumbing."""
