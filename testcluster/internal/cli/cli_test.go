package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWrongUsageChangesNothing(t *testing.T) {
	for arguments, want := range map[string]string{
		"":                      "Usage: spin-testcluster COMMAND",
		"start":                 `there is no command "start"`,
		"up one":                `up: unexpected "one"`,
		"up --nodes 0":          "up: --nodes 0: at least one is needed",
		"up --name ../x":        `up: "../x" is no cluster name`,
		"up --all":              "up: flag provided but not defined: -all",
		"down --all --name one": "down: give either --name or --all",
		"status -o xml":         "status: -o xml: there are text and json",
	} {
		base := filepath.Join(t.TempDir(), "clusters")
		code, _, stderr := call(base, strings.Fields(arguments)...)
		if code != exitUsage || !strings.HasPrefix(stderr, want) {
			t.Errorf("%q: exit code %d, %q; want %d, %q", arguments, code, stderr, exitUsage, want)
		}
		if _, err := os.Stat(base); !os.IsNotExist(err) {
			t.Errorf("%q made files: %v", arguments, err)
		}
	}
}

func TestKubeconfigOfAUserStopsTheStart(t *testing.T) {
	own := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(own, []byte("apiVersion: v1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"up", "run"} {
		code, _, stderr := call(t.TempDir(), command, "--kubeconfig", own)
		if code != exitFailed || !strings.Contains(stderr, own+" exists and was not written by this program") {
			t.Errorf("%s: exit code %d, %q", command, code, stderr)
		}
	}
}

func TestWithoutClusters(t *testing.T) {
	for arguments, want := range map[string]string{
		"status":         "There is no cluster.\n",
		"status -o json": "[]\n",
		"down":           "There is no cluster default.\n",
		"down --all":     "There is no cluster.\n",
	} {
		code, stdout, stderr := call(filepath.Join(t.TempDir(), "clusters"), strings.Fields(arguments)...)
		if code != exitDone || stdout != want || stderr != "" {
			t.Errorf("%s: exit code %d, %q, %q; want %q", arguments, code, stdout, stderr, want)
		}
	}
}

func TestProgramThatCannotStartIsReported(t *testing.T) {
	base := t.TempDir()
	var out, err bytes.Buffer
	code := Main([]string{"up"}, Environment{Out: &out, Err: &err, Binary: filepath.Join(base, "missing"), Base: base})
	if code != exitFailed || !strings.Contains(err.String(), "up: start the supervisor: ") {
		t.Errorf("exit code %d, %q", code, err.String())
	}
}

func call(base string, arguments ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = Main(arguments, Environment{In: strings.NewReader(""), Out: &out, Err: &err, Binary: os.Args[0], Base: base})
	return code, out.String(), err.String()
}
