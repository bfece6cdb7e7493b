"""Reports: one a file, each a question put to the domain's assessments, and how the answer reads."""
