package inert

import "testing"

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"plain é 汉 😀": "plain é 汉 😀", "a\tb\nc\r\fd\u0085e": "a b c  d e", "\x00\x1b[2J\x7f\u009b": "\ufffd\ufffd[2J\ufffd\ufffd",
		"a\xffb": "a\ufffdb", "\uffff": "\ufffd", "\u00a0\u00ad": "\u00a0\u00ad",
	} {
		if got := Text(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestXML(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "plain": "plain", `<a href="x">&amp;</a>`: "&lt;a href=&quot;x&quot;&gt;&amp;amp;&lt;/a&gt;", "é&汉": "é&amp;汉",
		"a\tb\x00\xff\uffff'": "a b\ufffd\ufffd\ufffd'", "]]>": "]]&gt;",
	} {
		if got := XML(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestLink(t *testing.T) {
	for in, want := range map[string]string{
		"http://a.example/": "http://a.example/", "HTTPS://a": "HTTPS://a", "mailto:a@b": "mailto:a@b", "doi:10.1/2": "https://doi.org/10.1/2",
		"javascript:x": "", " javascript:x": "", "data:x": "", "file:///x": "", "//a": "", "": "", "http:x": "", "a/b:c": "",
	} {
		got, ok := Link(in)
		if !ok {
			got = ""
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
