"""What people write in YAML: the configuration and the overrides, with places and spellings."""
