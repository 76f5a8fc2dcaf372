"""What a week looks like to somebody who would rather look than read."""
