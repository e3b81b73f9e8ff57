"""What staff say to each other at a paragraph of an article."""
