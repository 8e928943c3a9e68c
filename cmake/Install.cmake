# Installed libraries come later in this file's life; nothing to install yet.
