package repair

func decideColumns(t *Text, o ColumnsOptions) {}
