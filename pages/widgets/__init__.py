"""What forms show: inputs (templates/widgets/fields.html) and the words of what is wrong."""
