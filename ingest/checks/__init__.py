"""The reports checked against themselves: what is printed twice, added up, compared or promised must agree."""
