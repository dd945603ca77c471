"""Starting the three processes, watching over them, and stopping them."""
