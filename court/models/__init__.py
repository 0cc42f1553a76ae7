from court.models.preproceedings import PreProceedings, PreProceedingsChild, PreProceedingsReview

__all__ = ["PreProceedings", "PreProceedingsChild", "PreProceedingsReview"]
