"""The commands that ask: each answers on both clocks, as text for people or as rows for programs."""
