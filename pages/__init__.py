"""What both web applications stand on: layout, widgets, headers, language, error pages, static files."""
