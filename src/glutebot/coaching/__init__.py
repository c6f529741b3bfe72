"""The coaching room: what people say they want becomes a Profile, a question, or a change."""
