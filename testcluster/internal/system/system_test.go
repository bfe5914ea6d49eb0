// Package system tests the built program: a real control plane. `cluster.sh test` names the program in
// SPIN_TESTCLUSTER_BINARY; without it there is nothing to test.
package system

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"

	"io.jenkins.plugins/spindelivery/testcluster/internal/cluster"
)

const (
	binaryVariable  = "SPIN_TESTCLUSTER_BINARY"
	starterVariable = "SYSTEM_TEST_STARTER"
	patience        = 3 * time.Minute // a busy machine is slow; what is waited for takes seconds
)

// TestMain makes this test binary play a test run that is killed: it starts a cluster and waits.
func TestMain(m *testing.M) {
	if os.Getenv(starterVariable) == "" {
		os.Exit(m.Run())
	}
	cmd := exec.Command(os.Getenv(binaryVariable), "run")
	cmd.Stdout = os.Stdout
	cmd.Stderr = os.Stderr
	if _, err := cmd.StdinPipe(); err != nil {
		panic(err)
	}
	if err := cmd.Run(); err != nil {
		panic(err)
	}
}

func TestClusterEndsWithItsStandardInput(t *testing.T) {
	c := startRun(t)
	c.wantAllAlive(t)
	if err := c.stdin.Close(); err != nil {
		t.Fatal(err)
	}
	c.wantNothingLeft(t)
	c.wantFilesRemoved(t)
}

func TestClusterEndsWithASignal(t *testing.T) {
	c := startRun(t)
	c.signal(t, c.state.Supervisor, syscall.SIGTERM)
	c.wantNothingLeft(t)
	c.wantFilesRemoved(t)
}

func TestNothingRunsOnWhenTheSupervisorIsKilled(t *testing.T) {
	c := startRun(t)
	c.signal(t, c.state.Pids[cluster.APIServer], syscall.SIGSTOP)
	c.signal(t, c.state.Supervisor, syscall.SIGKILL)
	c.wantNothingLeft(t)
	if output := c.command(t, "status"); !strings.Contains(output, c.state.Name+": dead") {
		t.Errorf("status: %q", output)
	}
	if output := c.command(t, "down", "--name", c.state.Name); !strings.Contains(output, "had died") {
		t.Errorf("down: %q", output)
	}
	c.wantFilesRemoved(t)
}

func TestNothingRunsOnWhenTheStarterIsKilled(t *testing.T) {
	c := launch(t, os.Args[0], starterVariable+"=yes")
	c.signal(t, c.cmd.Process.Pid, syscall.SIGKILL)
	c.wantNothingLeft(t)
	c.wantFilesRemoved(t)
}

func TestUpStatusDown(t *testing.T) {
	base := t.TempDir()
	kubeconfig := filepath.Join(base, "my", "kubeconfig")
	c := &running{base: filepath.Join(base, "clusters")}
	t.Cleanup(func() { c.command(t, "down", "--all") })
	if output := c.command(t, "up", "--name", "one", "--kubeconfig", kubeconfig, "--nodes", "3"); !strings.Contains(
		output, "The cluster one is up after ") || !strings.Contains(output, kubeconfig) {
		t.Fatalf("up: %q", output)
	}
	if output := c.command(t, "up", "--name", "one"); !strings.Contains(output, "The cluster one is up already.") {
		t.Errorf("second up: %q", output)
	}
	var entries []struct {
		Status string
		cluster.State
	}
	if err := json.Unmarshal([]byte(c.command(t, "status", "-o", "json")), &entries); err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 || entries[0].Status != "running" || entries[0].Kubeconfig != kubeconfig {
		t.Fatalf("status: %+v", entries)
	}
	c.state = entries[0].State
	if names := nodeNames(t, c.client(t)); len(names) != 3 {
		t.Errorf("nodes: %v, want 3", names)
	}
	if output := c.command(t, "down", "--name", "one"); !strings.Contains(output, "The cluster one was stopped in ") {
		t.Errorf("down: %q", output)
	}
	c.wantNothingLeft(t)
	if _, err := os.Stat(kubeconfig); !os.IsNotExist(err) {
		t.Errorf("the kubeconfig is still there: %v", err)
	}
	if output := c.command(t, "down", "--name", "one"); !strings.Contains(output, "There is no cluster one.") {
		t.Errorf("second down: %q", output)
	}
}

// running is a cluster of the real program.
type running struct {
	base  string
	cmd   *exec.Cmd
	stdin io.Closer
	state cluster.State
}

func startRun(t *testing.T) *running {
	t.Helper()
	return launch(t, binary(t), starterVariable+"=", "run")
}

// launch starts a program that starts a cluster, and waits for the line that says it is ready.
func launch(t *testing.T, program, variable string, arguments ...string) *running {
	t.Helper()
	binary(t)
	c := &running{base: filepath.Join(t.TempDir(), "clusters"), cmd: exec.Command(program, arguments...)}
	c.cmd.Env = append(os.Environ(), "SPIN_CLUSTERS_DIR="+c.base, variable)
	c.cmd.Stderr = os.Stderr
	var err error
	if c.stdin, err = c.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	output, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.cmd.Process.Kill()
		_ = c.cmd.Wait()
	})
	line, err := bufio.NewReader(output).ReadBytes('\n')
	if err != nil {
		t.Fatalf("no line on standard output: %v", err)
	}
	if err := json.Unmarshal(line, &c.state); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return c
}

func binary(t *testing.T) string {
	t.Helper()
	path := os.Getenv(binaryVariable)
	if path == "" {
		t.Skip(binaryVariable + " is not set; `testcluster/cluster.sh test` sets it")
	}
	return path
}

func (c *running) command(t *testing.T, arguments ...string) string {
	t.Helper()
	cmd := exec.Command(binary(t), arguments...)
	cmd.Env = append(os.Environ(), "SPIN_CLUSTERS_DIR="+c.base)
	output, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", arguments, err, output)
	}
	return string(output)
}

func (c *running) client(t *testing.T) *kubernetes.Clientset {
	t.Helper()
	config, err := clientcmd.BuildConfigFromFlags("", c.state.Kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func (c *running) signal(t *testing.T, pid int, signal syscall.Signal) {
	t.Helper()
	if err := syscall.Kill(pid, signal); err != nil {
		t.Fatalf("signal %v to %d: %v", signal, pid, err)
	}
}

func (c *running) wantAllAlive(t *testing.T) {
	t.Helper()
	if len(c.state.Pids) != 5 {
		t.Errorf("process ids: %v", c.state.Pids)
	}
	for name, pid := range c.state.Pids {
		if !alive(pid) {
			t.Errorf("%s, process %d, is not there", name, pid)
		}
	}
}

func (c *running) wantNothingLeft(t *testing.T) {
	t.Helper()
	for name, pid := range c.state.Pids {
		waitFor(t, fmt.Sprintf("the end of %s, process %d", name, pid), func() bool { return !alive(pid) })
	}
	waitFor(t, "the end of the supervisor", func() bool { return !alive(c.state.Supervisor) })
}

func (c *running) wantFilesRemoved(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(c.state.Directory); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", c.state.Directory, err)
	}
}

func waitFor(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !condition(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited %v for %s", patience, what)
		}
	}
}

// alive is false for a zombie as well: nobody may be there to reap an orphan.
func alive(pid int) bool {
	if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return false
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err != nil || !strings.Contains(string(stat), ") Z ")
}

func patient(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}
