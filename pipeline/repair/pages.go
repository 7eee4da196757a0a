package repair

func decidePages(t *Text, o PagesOptions) {}
