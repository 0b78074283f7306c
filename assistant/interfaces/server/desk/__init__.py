"""What the page offers around an answer: export, checking it again, remarks on it, and questions to go on with."""
