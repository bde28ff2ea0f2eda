"""What every picture is drawn with: an axis of months, and lettering that no font measures."""
