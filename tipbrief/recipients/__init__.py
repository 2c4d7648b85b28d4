"""Who gets the briefs: recipients.csv in the private folder, and those who must never get one again."""
