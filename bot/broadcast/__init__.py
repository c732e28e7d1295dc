"""Broadcasts: what staff decide (desk), how an alert moves on (conductor), and how its rows are sent (pump)."""
