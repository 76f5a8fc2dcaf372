"""What platforms and habits of writing say, one quirk family a module; ``readers`` names them in order."""
