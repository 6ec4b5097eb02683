"""What Infoview is measured against: the least that could answer, and the frameworks' own hello world."""
