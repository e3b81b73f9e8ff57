"""Every version of an article's text: written, listed, compared, taken back."""
