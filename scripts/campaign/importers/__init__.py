"""Outside files → draft YAML: what an office filled in elsewhere, with every fault named by its place."""
