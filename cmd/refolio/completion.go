package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/byhand"
	"github.com/refolio/refolio/pipeline/manifest"
)

// shells are those that have a completion script, with how to use it.
var shells = []struct {
	name, use string
	write     func(a *app, root *cobra.Command) error
}{
	{"bash", "source <(refolio completion bash)", func(a *app, root *cobra.Command) error {
		return root.GenBashCompletionV2(a.stdout, true)
	}},
	{"zsh", "source <(refolio completion zsh)", func(a *app, root *cobra.Command) error {
		return root.GenZshCompletion(a.stdout)
	}},
	{"fish", "refolio completion fish | source", func(a *app, root *cobra.Command) error {
		return root.GenFishCompletion(a.stdout, true)
	}},
	{"powershell", "refolio completion powershell | Out-String | Invoke-Expression", func(a *app, root *cobra.Command) error {
		return root.GenPowerShellCompletionWithDesc(a.stdout)
	}},
}

func newCompletion(a *app) *cobra.Command {
	var names, uses []string
	for _, s := range shells {
		names = append(names, s.name)
		uses = append(uses, "  "+s.use)
	}
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print a script with which a shell completes commands",
		Long: `Print a script with which a SHELL completes commands, flags, their values and the
IDs of documents: ` + byhand.Enumerate(names, "or") + `. To have it in every session, write
what it prints into the folder of the shell's completions.`,
		Example:   strings.Join(uses, "\n"),
		ValidArgs: names,
		Args:      arguments(1, 1, "the name of a shell: "+byhand.Enumerate(names, "or")),
		RunE: func(c *cobra.Command, args []string) error {
			i := slices.Index(names, args[0])
			if i < 0 {
				return fmt.Errorf("there is no completion for %q%s", args[0], byhand.Meant(args[0], names, "use "+byhand.Enumerate(names, "or")))
			}
			return a.outputFailed(shells[i].write(a, c.Root()))
		},
	}
}

// completeIDs completes the IDs of the documents of a manifest.
func (a *app) completeIDs(o *buildOptions) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		m, err := manifest.Load(o.manifest, batch.Registry(a.formats), o.profiles...)
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var ids []string
		for _, d := range m.Documents {
			if !slices.Contains(args, d.ID) {
				ids = append(ids, cobra.CompletionWithDesc(d.ID, d.Meta.Title))
			}
		}
		return ids, cobra.ShellCompDirectiveNoFileComp
	}
}

// completeValues completes the values of the flag name of c, of which a list
// with commas may be given.
func completeValues(c *cobra.Command, name string, values []string) {
	err := c.RegisterFlagCompletionFunc(name, func(_ *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
		before := begun[:strings.LastIndexByte(begun, ',')+1]
		var list []string
		for _, v := range values {
			list = append(list, before+v)
		}
		return list, cobra.ShellCompDirectiveNoFileComp
	})
	if err != nil {
		panic(err) // there is no such flag
	}
}
