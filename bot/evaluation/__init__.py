"""How well the engine judges: labelled texts in, figures and pages out."""
