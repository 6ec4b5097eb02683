"""For operators: what is wrong with a set-up, copies of the data, and figures of how it runs."""
