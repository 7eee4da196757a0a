package repair

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/source"
)

func TestZErr(t *testing.T) {
	corpus := os.Getenv("ZC")
	if corpus == "" {
		t.Skip()
	}
	truths, _ := filepath.Glob(filepath.Join(corpus, "*", "truth.json"))
	count := map[string]int{}
	for _, p := range truths {
		x := readTruth(t, p)
		cases, _ := filepath.Glob(filepath.Join(filepath.Dir(p), "*.txt"))
		for _, path := range cases {
			if strings.Contains(path, "tesser") {
				continue
			}
			var l lesson
			if !l.read(path, x) {
				continue
			}
			data, _ := os.ReadFile(path)
			src, _ := source.Read(path, data, "")
			tx, _ := Run(context.Background(), src, nil, "", nil)
			h := tx.habitsOf(l.bs)
			for i := range l.bs {
				b := &l.bs[i]
				begins := tx.Rows[b.below].Begins
				w := l.what[i]
				if w != 'o' && w != 'e' || begins == (w == 'e') {
					continue
				}
				page := ""
				if b.blank < 0 {
					page = "page"
				}
				kind := map[bool]string{true: "X", false: "M"}[begins]
				key := fmt.Sprintf("%s end%d start%d fit%02d %s", kind, b.wording(), b.start, h.fitOf(b, h.measure, 0), page)
				count[key]++
				fmt.Printf("E %s | %s | need %.2f have %.2f blank %d shift %d after %d trail %d indent %.1f | %s // %s\n", key, strings.TrimPrefix(path, corpus+"/"), b.need/h.measure, b.have/h.measure, b.blank, b.shift, b.after, b.trail, h.indent, tail60(tx.String(int(b.above))), head60(tx.String(int(b.below))))
			}
		}
	}
	var keys []string
	for k := range count {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return count[keys[i]] > count[keys[j]] })
	for _, k := range keys {
		fmt.Println("SUM", count[k], k)
	}
}

func tail60(s string) string { r := []rune(s); return string(r[max(0, len(r)-30):]) }
func head60(s string) string { r := []rune(s); return string(r[:min(30, len(r))]) }
