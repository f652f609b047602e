"""Files for other programs, made from the same views as the pages."""
