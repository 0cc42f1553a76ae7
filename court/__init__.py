"""What comes before a court: pre-proceedings."""
