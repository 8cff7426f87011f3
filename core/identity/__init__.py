"""How the clinic shows itself where no page can: icons, the manifest and the cards of shared pages."""
