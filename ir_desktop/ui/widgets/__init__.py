"""Small widgets that every screen is made of. They look as `theme` says and know no records."""
