"""Digits on an 8 x 8 grid, and a small network that reads them."""
