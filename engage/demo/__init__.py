"""The demonstration: an invented region, built by calling actions."""
