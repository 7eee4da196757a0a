package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/refolio/refolio/pipeline/batch/cache"
	"github.com/refolio/refolio/pipeline/manifest"
)

type cacheOptions struct {
	dir     string
	maxSize manifest.Size
	unused  manifest.Duration
	all     bool
}

func newCache(a *app) *cobra.Command {
	var o cacheOptions
	c := &cobra.Command{
		Use:   "cache [--cache DIR]",
		Short: "Show or prune what was made before",
		Long: `Show how much the cache holds, or prune it.

The cache keeps what was made under the hash of all that it was made of: source,
fixes, configuration, program. refolio build takes from it what is not in the
output folder any more, and makes only the rest. It lies in the cache folder of
the user; the flag --cache or the variable REFOLIO_CACHE name another one, and
REFOLIO_CACHE=off does without.

Nothing in it is precious. What is damaged is noticed and made anew, and what
has not been used for two months is removed by the way.`,
		Example: `  refolio cache                              where it is and how much it holds
  refolio cache prune --max-size 5GB         remove what was not used for the longest time
  refolio cache prune --unused 30d           remove what was not used for thirty days
  refolio cache prune --all                  remove everything`,
		Args: arguments(0, 0, "no arguments, or the word prune"),
		RunE: func(*cobra.Command, []string) error { return a.showCache(o) },
	}
	addCache(c, &o.dir)
	c.AddCommand(newPrune(a))
	return c
}

func newPrune(a *app) *cobra.Command {
	var o cacheOptions
	c := &cobra.Command{
		Use:   "prune [--max-size SIZE] [--unused TIME] [--all]",
		Short: "Remove entries from the cache",
		Long: `Remove from the cache what was not used for the longest time until it is no larger
than SIZE, what was not used for TIME, or everything. A run that is at work is
not disturbed.`,
		Example: `  refolio cache prune --max-size 5GB
  refolio cache prune --unused 30d --max-size 20GB`,
		Args: arguments(0, 0, "no arguments"),
		RunE: func(*cobra.Command, []string) error { return a.prune(o) },
	}
	c.Flags().Var(&o.maxSize, "max-size", "keep at most `SIZE`")
	c.Flags().Var((*days)(&o.unused), "unused", "remove what was not used for `TIME`: 12h, 30d")
	c.Flags().BoolVar(&o.all, "all", false, "remove everything")
	c.Flags().Lookup("max-size").DefValue, c.Flags().Lookup("unused").DefValue = "", ""
	addCache(c, &o.dir)
	c.DisableFlagsInUseLine = true
	c.Flags().SortFlags = false
	return c
}

func addCache(c *cobra.Command, dir *string) {
	c.Flags().StringVar(dir, "cache", "", "keep what is made in the folder `DIR` (default: the user's cache folder)")
}

// days is a time span that may be given in days.
type days manifest.Duration

// String writes what Set reads.
func (d *days) String() string { return manifest.Duration(*d).String() }

// Type is the word for the value in the help.
func (d *days) Type() string { return "duration" }

// Set reads "30d", or what time spans are otherwise.
func (d *days) Set(text string) error {
	var n int
	if rest := ""; len(text) > 1 && text[len(text)-1] == 'd' {
		if _, err := fmt.Sscanf(text, "%d%s", &n, &rest); err == nil && rest == "d" && n > 0 && n < 36500 {
			*d = days(time.Duration(n) * 24 * time.Hour)
			return nil
		}
	}
	if err := (*manifest.Duration)(d).Set(text); err != nil {
		return errors.New("is not a time span: write, for example, 12h or 30d")
	}
	return nil
}

// showCache prints where the cache is and how much it holds.
func (a *app) showCache(o cacheOptions) error {
	c, err := a.theCache(o.dir)
	if err != nil {
		return err
	}
	u, err := c.Usage()
	if err != nil {
		return a.failed(err)
	}
	_, err = fmt.Fprintf(a.stdout, "%s: %s, %s\n", visible(filepath.ToSlash(c.Dir())), plural(u.Entries, "entry"), size(u.Bytes))
	return a.outputFailed(err)
}

// prune removes entries from the cache.
func (a *app) prune(o cacheOptions) error {
	if o.maxSize == 0 && o.unused == 0 && !o.all {
		return errors.New("nothing says what to remove: add --max-size SIZE, --unused TIME or --all")
	}
	c, err := a.theCache(o.dir)
	if err != nil {
		return err
	}
	gone, left, err := c.Prune(cache.Limits{Size: int64(o.maxSize), Unused: time.Duration(o.unused), All: o.all})
	a.summarize(fmt.Sprintf("removed %s, %s; left: %s, %s", plural(gone.Entries, "entry"), size(gone.Bytes), plural(left.Entries, "entry"), size(left.Bytes)))
	if err != nil {
		return a.failed(err)
	}
	return nil
}

// failed says what went wrong in the course of a command that was told nothing
// wrong.
func (a *app) failed(err error) error {
	a.complain(err)
	return status(exitFailed)
}

func (a *app) theCache(dir string) (*cache.Cache, error) {
	if c := a.cache(dir); c != nil {
		return c, nil
	}
	return nil, errors.New("there is no cache: name its folder with --cache DIR")
}

// cache returns the cache in dir, or the usual one if dir is empty; nil if the
// user wants none, or has no folder for it.
func (a *app) cache(dir string) *cache.Cache {
	if dir == "" {
		switch dir = a.getenv("REFOLIO_CACHE"); dir {
		case "off":
			return nil
		case "":
			dir = a.userCache()
		}
	}
	if dir == "" {
		return nil
	}
	return cache.Open(dir)
}

// userCache is the folder for the user's cache, or "" if there is none. It is
// what os.UserCacheDir says, but of our view of the environment.
func (a *app) userCache() string {
	dir := a.getenv("XDG_CACHE_HOME")
	home := a.getenv("HOME")
	switch {
	case runtime.GOOS == "windows":
		dir = a.getenv("LocalAppData")
	case runtime.GOOS == "darwin" && home != "":
		dir = filepath.Join(home, "Library", "Caches")
	case !filepath.IsAbs(dir) && home != "":
		dir = filepath.Join(home, ".cache")
	}
	if !filepath.IsAbs(dir) {
		return ""
	}
	return filepath.Join(dir, "refolio")
}
