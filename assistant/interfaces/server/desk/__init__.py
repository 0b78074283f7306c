"""What the page offers around an answer: files, checking again, remarks, further questions, conversations kept."""
