package pipeline

import (
	"errors"
	"strconv"
	"strings"

	"github.com/refolio/refolio/pipeline/byhand"
	"github.com/refolio/refolio/pipeline/finding"
	"github.com/refolio/refolio/pipeline/fixes"
	"github.com/refolio/refolio/pipeline/repair"
	"github.com/refolio/refolio/pipeline/source"
)

// placeFixes finds the places of fixes in a source, and says what they decide.
func placeFixes(src *source.Source, list []fixes.Fix) ([]fixes.Placed, []repair.Given, error) {
	placed, err := fixes.Place(src, list)
	if err != nil {
		return nil, nil, err
	}
	given := make([]repair.Given, len(placed))
	for i := range placed {
		given[i] = givenBy(&placed[i])
	}
	return placed, given, nil
}

// givenBy is the decision that a fix is.
func givenBy(p *fixes.Placed) repair.Given {
	g := repair.Given{Quote: p.Quote, Until: p.Until}
	g.Span, g.Why = p.At, p.Why
	stet := func(value string) { g.Kind, g.Value = repair.Stet, value }
	switch p.Kind {
	case fixes.Break:
		g.Kind = repair.Break
	case fixes.Join:
		if g.Kind = repair.Join; p.Value == "yes" {
			g.Value = " "
		}
	case fixes.Hyphen:
		switch p.Value {
		case "drop":
			g.Kind = repair.Hyphen
		case "keep":
			stet("hyphen")
		default:
			stet("join")
		}
	case fixes.Furniture:
		if g.Kind = furniture[p.Value]; p.Value == "no" {
			stet("furniture")
		}
	case fixes.Marker:
		if g.Kind, g.Value = repair.Marker, p.Value; p.Value == "no" {
			stet("marker")
		}
	case fixes.Note:
		switch g.Kind, g.Value = repair.Note, p.Value; p.Value {
		case "no":
			stet("note")
		case "end":
			stet("note")
			g.Ends = true
		}
	case fixes.Page:
		switch g.Kind, g.Value = repair.Page, p.Value; p.Value {
		case "no":
			stet("page")
		case "none":
			g.Value = ""
		}
	case fixes.Erratum:
		g.Kind, g.Value = repair.Erratum, p.Value
	default:
		element(&g, p)
	}
	return g
}

// element is a fix that says what a block is.
func element(g *repair.Given, p *fixes.Placed) {
	g.Kind, g.Value = repair.Element, strings.ReplaceAll(string(p.Kind), "-", " ")
	switch {
	case p.Value == "no":
		g.Kind = repair.Stet
	case p.Kind == fixes.Heading:
		g.N = int(p.Value[0] - '0')
	}
}

// furniture leads from the value of a fix to what kind of furniture it is. What
// has no name is what an extractor or a site added.
var furniture = map[string]repair.Kind{
	"yes": repair.Watermark, "running-head": repair.RunningHead, "folio": repair.Folio, "watermark": repair.Watermark,
	"signature": repair.Signature, "line-number": repair.LineNumber, "rule": repair.Rule, "notes-heading": repair.NotesHeading,
}

// misfits says of which fixes repair says that they can't be.
func misfits(placed []fixes.Placed, err error) error {
	var list repair.Misfits
	if !errors.As(err, &list) {
		return err
	}
	errs := make(byhand.Errors, len(list))
	for i, m := range list {
		errs[i] = placed[m.Index].Wrong("%s", m.Message)
	}
	return errs
}

// moved reports the fixes whose text was found in another line.
func moved(src *source.Source, placed []fixes.Placed) (found []finding.Finding) {
	for i := range placed {
		if p := &placed[i]; p.Moved {
			found = append(found, finding.Finding{
				Code: "fixes/moved", Severity: finding.Info, Offset: p.Quote.Start,
				Message: "the fix of line " + strconv.Itoa(p.Line) + " (" + string(p.Kind) + ") is for this line now",
				Suggest: "`refolio fix --renew` writes the new lines down",
			})
		}
	}
	return found
}
