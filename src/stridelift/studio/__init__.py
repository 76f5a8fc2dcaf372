"""What an athlete changes by hand, each change judged, solved again and undone."""
