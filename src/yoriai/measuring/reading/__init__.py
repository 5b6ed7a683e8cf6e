"""Japanese CSV files as they come: encodings, full-width digits, 和暦, title rows above and totals rows below."""
