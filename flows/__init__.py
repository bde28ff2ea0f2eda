"""Order only: which task after which. No arithmetic, no SQL, no text."""
