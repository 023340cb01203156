"""What is made for printing: the sheet for a print shop, QR codes, a school's name on a released PDF."""
