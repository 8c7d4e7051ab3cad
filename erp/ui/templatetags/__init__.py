"""Template tags of the user interface; `ui` is built into every template by the settings."""
