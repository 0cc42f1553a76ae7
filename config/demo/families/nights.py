"""What happens while the office is closed."""

