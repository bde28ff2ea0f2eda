"""One side effect each: a Prefect task around a pure call and a write."""
