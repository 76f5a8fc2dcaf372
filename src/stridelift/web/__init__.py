"""The feed server: what calendar programs subscribe to. Tokens are kept without the libraries of the extra ``web``."""
