package pdf

// Options are the options of the PDF writer. The zero value sets an A5 book.
type Options struct {
	// Page is the page size: A4, A5, B5, letter, 6x9, 5x8, pocket, e-ink or
	// e-ink-large, or a width and a height such as "120mm x 190mm". The default is
	// A5.
	Page string `yaml:"page"`
	// Margins are four lengths for a right-hand page, inner, top, outer and
	// bottom, such as "18mm 20mm 24mm 30mm", or the name of a rule: "ninths" and
	// "twelfths" divide the page as the old canons do and give the inner and the
	// upper margin one part, the outer and the lower one two; "slim" are those
	// of a screen, which has a frame of its own. The default is twelfths, ninths
	// on large pages and slim on small ones.
	Margins string `yaml:"margins"`
	// Sides is 2 for facing pages, with inner and outer margins and running
	// heads for left and right, or 1 for pages that are all alike. By default
	// it is 2, and 1 for e-ink.
	Sides int `yaml:"sides" schema:"min=0;max=2"`
	// Size is the type size of the text and Leading the distance of its
	// baselines, as lengths. The defaults depend on the page.
	Size    string `yaml:"size"`
	Leading string `yaml:"leading"`

	// Columns is the number of columns of the text, 1 or 2; the notes stand at
	// the foot of their column. The default is 1.
	Columns int `yaml:"columns" schema:"min=0;max=2"`
	// Ragged leaves the right edge of the text uneven.
	Ragged bool `yaml:"ragged"`
	// Hyphenate breaks words at line ends where the document's language has
	// patterns. It is on by default.
	Hyphenate *bool `yaml:"hyphenate"`
	// OpticalMargins lets quotation marks, hyphens and full stops stand a
	// little outside the edges, so that these look straight.
	OpticalMargins bool `yaml:"optical-margins"`
	// Expansion sets the letters of a line up to two hundredths wider or narrower
	// where that spares its spaces. It is on by default.
	Expansion *bool `yaml:"expansion"`
	// Flush spreads the lines so that full pages end at the same height.
	Flush bool `yaml:"flush"`

	// Fonts are the user's own TrueType files, to be used instead of the
	// program's faces. Letters that they lack are still those of the program's.
	Fonts []Font `yaml:"fonts"`

	// DropCapitals is over how many lines, 2 to 5, the first letter of a chapter
	// goes. By default there is none. Programs that copy text without regard to
	// its structure part the letter from its word.
	DropCapitals int `yaml:"drop-capitals" schema:"min=0;max=5;not=1"`

	// HalfTitle puts a page with the title alone before the title page.
	HalfTitle bool `yaml:"half-title"`
	// TitlePage gives the document one. It is on by default if there is a
	// title.
	TitlePage *bool `yaml:"title-page"`
	// Contents gives the document a table of contents. It is on by default if
	// there are three headings or more.
	Contents *bool `yaml:"contents"`
	// ContentsDepth is the deepest level of heading in the contents. The
	// default is 2.
	ContentsDepth int `yaml:"contents-depth" schema:"min=0;max=6"`
	// Chapters says where headings of the first level stand: "page" begins a
	// new page, "recto" a right-hand one, "run-on" none. By default sections
	// of less than about four pages run on.
	Chapters string `yaml:"chapters" schema:"enum=page,recto,run-on,"`
	// RunningHeads shows author, title or chapter above the text. It is on by
	// default.
	RunningHeads *bool `yaml:"running-heads"`
	// Endnotes gathers the notes behind the text.
	Endnotes bool `yaml:"endnotes"`
	// SourcePages shows the page numbers of the source in the margin.
	SourcePages bool `yaml:"source-pages"`
	// Colour is a second colour for the headings of chapters, drop capitals and
	// links to the web, such as "#8a1c1c". By default all is black.
	Colour string `yaml:"colour"`
	// GreyLinks shows links to the web in grey instead of black.
	GreyLinks bool `yaml:"grey-links"`
}

// Files returns the options that are paths. Whoever reads them from a file makes
// them lead from the working folder.
func (o *Options) Files() []*string {
	var files []*string
	for i := range o.Fonts {
		files = append(files, &o.Fonts[i].File)
	}
	return files
}

// Validate reports what no document could be set with. [Write] does so too, and
// reads the fonts.
func (o Options) Validate() error {
	_, err := o.design()
	return err
}

func on(option *bool, byDefault bool) bool {
	if option == nil {
		return byDefault
	}
	return *option
}
