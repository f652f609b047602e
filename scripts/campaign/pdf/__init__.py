"""The print room: plans and unit sheets become official documents and working sheets on A4, as HTML and then as PDF."""
