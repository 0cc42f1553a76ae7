from workflow.models.events import EventAnswer
from workflow.models.moves import Move
from workflow.models.notes import Note

__all__ = ["EventAnswer", "Move", "Note"]
