package cluster

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

func TestNames(t *testing.T) {
	for name, valid := range map[string]bool{
		"a": true, "default": true, "run-1": true, "0-9": true, strings.Repeat("a", 40): true,
		"": false, "-a": false, "a-": false, "A": false, "a/b": false, "..": false, "a b": false,
		strings.Repeat("a", 41): false,
	} {
		if err := CheckName(name); (err == nil) != valid {
			t.Errorf("CheckName(%q) = %v, want valid %v", name, err, valid)
		}
	}
}

func TestClaimIsExclusiveAndTellsAlive(t *testing.T) {
	layout := newLayout(t, "one")
	wantAlive(t, layout, false)
	if err := layout.Claim(); err != nil {
		t.Fatal(err)
	}
	wantAlive(t, layout, true)
	if err := layout.Claim(); !errors.Is(err, ErrAlive) {
		t.Errorf("the second Claim gives %v, want ErrAlive", err)
	}
	if pid, err := layout.Supervisor(); err != nil || pid != os.Getpid() {
		t.Errorf("Supervisor() = %d, %v; want %d", pid, err, os.Getpid())
	}
	if removed, err := layout.RemoveDead(); removed || err != nil {
		t.Errorf("RemoveDead() of a living cluster = %v, %v; want false", removed, err)
	}
}

func TestWhatADeadClusterLeftIsRemoved(t *testing.T) {
	layout := newLayout(t, "dead")
	kubeconfig := filepath.Join(t.TempDir(), "kubeconfig")
	writeDead(t, layout, kubeconfig)
	if removed, err := layout.RemoveDead(); !removed || err != nil {
		t.Fatalf("RemoveDead() = %v, %v; want true", removed, err)
	}
	wantMissing(t, layout.Dir())
	wantMissing(t, kubeconfig)

	writeDead(t, layout, kubeconfig)
	if err := layout.Claim(); err != nil {
		t.Fatal(err)
	}
	wantMissing(t, layout.Path("etcd"))
	wantMissing(t, kubeconfig)
}

func TestKubeconfigOfAUserIsNeitherOverwrittenNorRemoved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(path, []byte("apiVersion: v1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := WriteKubeconfig(path, []byte("new"))
	if err == nil || !strings.Contains(err.Error(), path+" exists and was not written by this program") {
		t.Errorf("WriteKubeconfig gives %v", err)
	}
	if err := RemoveKubeconfig(path, "one"); err != nil {
		t.Fatal(err)
	}
	if content, _ := os.ReadFile(path); string(content) != "apiVersion: v1\n" {
		t.Errorf("the user's file is now %q", content)
	}
}

func TestKubeconfigOfAnotherClusterIsNotRemoved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config")
	for _, name := range []string{"one", "two"} {
		data, err := KubeconfigFor(name, "https://127.0.0.1:1", []byte("ca"), clientcmdapi.AuthInfo{Token: "t"})
		if err != nil {
			t.Fatal(err)
		}
		if err := WriteKubeconfig(path, data); err != nil {
			t.Fatal(err)
		}
	}
	if err := RemoveKubeconfig(path, "one"); err != nil {
		t.Fatal(err)
	}
	config, err := clientcmd.LoadFromFile(path)
	if err != nil || config.CurrentContext != "spin-two" {
		t.Fatalf("the kubeconfig of two: %v, %v", config, err)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("its mode is %v, want 0600", info.Mode().Perm())
	}
	if err := RemoveKubeconfig(path, "two"); err != nil {
		t.Fatal(err)
	}
	wantMissing(t, path)
}

func newLayout(t *testing.T, name string) Layout {
	t.Helper()
	layout, err := NewLayout(filepath.Join(t.TempDir(), "clusters"), name)
	if err != nil {
		t.Fatal(err)
	}
	return layout
}

// writeDead makes what a killed supervisor leaves.
func writeDead(t *testing.T, layout Layout, kubeconfig string) {
	t.Helper()
	if err := os.MkdirAll(layout.Path("etcd"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := layout.WriteState(State{Name: layout.Name, Kubeconfig: kubeconfig}); err != nil {
		t.Fatal(err)
	}
	if err := WriteKubeconfig(kubeconfig, []byte(markOf(layout.Name))); err != nil {
		t.Fatal(err)
	}
}

func wantAlive(t *testing.T, layout Layout, want bool) {
	t.Helper()
	if alive, err := layout.Alive(); alive != want || err != nil {
		t.Errorf("Alive() = %v, %v; want %v", alive, err, want)
	}
}

func wantMissing(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("%s is still there (%v)", path, err)
	}
}
