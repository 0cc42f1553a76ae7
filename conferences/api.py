"""The API's door to conferences and plans."""
