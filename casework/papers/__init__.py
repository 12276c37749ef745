"""A4 papers: facts in, PDF bytes out (typst), and QR codes (segno). No tables, no web."""
