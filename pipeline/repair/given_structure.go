package repair

// given makes the blocks what a person says that they are. A title, a subtitle
// or a byline that a person has found takes the place of the one that the
// stage has.
func (s *structurer) given() {
	g := s.t.given
	if g == nil {
		return
	}
	only := map[string]bool{}
	for i, b := range s.blocks {
		if d, ok := g.element(b.rows[0]); ok {
			s.values[i] = element{value: d.Value, level: d.N, sure: 1, why: "a person says so"}
			switch d.Value {
			case "title", "subtitle", "byline":
				only[d.Value] = true
			}
			continue
		}
		if r := g.rows[b.rows[0]]; r != nil && r.inside == "verse" {
			s.values[i] = element{value: r.inside, sure: 1, why: "a person says so"}
		} else if r != nil && r.inside == "quote" {
			s.values[i] = element{value: r.inside, sure: 1, why: "a person says so"}
		}
		if g.never(b.rows[0], s.values[i].value) {
			s.values[i] = element{}
		}
	}
	for i, b := range s.blocks {
		if _, ok := g.element(b.rows[0]); !ok && only[s.values[i].value] {
			s.values[i] = element{}
		}
	}
}
