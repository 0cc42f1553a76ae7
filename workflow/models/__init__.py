from workflow.models.moves import Move
from workflow.models.notes import Note

__all__ = ["Move", "Note"]
