"""What we store: tables, the append-only state log, the database and its migrations."""
