"""What the page offers around an answer: files, checking it again, remarks, questions to go on with, conversations kept."""
