"""Tables as people save them from a spreadsheet, read row by row."""
