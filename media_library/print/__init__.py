"""What is set for paper: the sheet for a print shop, QR codes, a school's name on a released sheet."""
