"""What `changeover serve` keeps going on one machine: a Prefect server, runs, the announcer."""
