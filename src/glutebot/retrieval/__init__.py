"""Passages in, hits out: the durable store, the vectors, the words and their fusion.

Importing this room is cheap on purpose: onnxruntime, tokenizers, bm25s and chromadb are
imported where they are used, so that a command that searches nothing pays for none of them.
"""
