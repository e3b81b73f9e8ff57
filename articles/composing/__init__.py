"""The page to write in: words in the middle, facts in a column that folds, below a line that says where one stands."""
