package repair

func decideFurniture(t *Text, o FurnitureOptions) {}
