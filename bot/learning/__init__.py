"""Training of the learned layer: needs the extra `train`; nothing of it runs with the bot."""
