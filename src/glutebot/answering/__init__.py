"""A question becomes a stream of events: triage, condense, retrieve, gate, answer, cite."""
