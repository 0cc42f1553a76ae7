"""Documents that left, or are about to leave, the system."""

from documents.models.issued import IssuedDocument, IssuedDocumentChild

__all__ = ["IssuedDocument", "IssuedDocumentChild"]
