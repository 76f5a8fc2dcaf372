"""What if a setting were another: outcomes over values, and the trade-off between two rules."""
