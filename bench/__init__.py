"""How fast pubmd is: its own sources, whole processes measured in pairs, tables for the docs."""
