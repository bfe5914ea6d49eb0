package supervisor

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"io.jenkins.plugins/spindelivery/testcluster/internal/child"
	"io.jenkins.plugins/spindelivery/testcluster/internal/cluster"
)

const fakeVariable = "SUPERVISOR_TEST_FAKE"

// TestMain makes this test binary play the components: what they do is in the variable as "component=conduct".
func TestMain(m *testing.M) {
	fake, ok := os.LookupEnv(fakeVariable)
	if !ok {
		os.Exit(m.Run())
	}
	child.FollowParent()
	component, conduct, _ := strings.Cut(fake, "=")
	if os.Args[1] == component {
		switch conduct {
		case "die":
			fmt.Println("the fake component dies")
			os.Exit(7)
		case "port-taken-once":
			// etcd's folder goes with each attempt, the supervisor's working directory stays.
			if _, err := os.Stat("tried"); err != nil {
				_ = os.WriteFile("tried", nil, 0o600)
				portTaken()
			}
		case "port-taken":
			portTaken()
		}
	}
	select {}
}

func portTaken() {
	fmt.Println("listen tcp 127.0.0.1:1: bind: address already in use")
	os.Exit(1)
}

// fakeProbe finds everything ready, unless a function says otherwise.
type fakeProbe struct {
	server func(context.Context) error
}

func (f fakeProbe) ServerReady(ctx context.Context) error {
	if f.server != nil {
		return f.server(ctx)
	}
	return nil
}

func (f fakeProbe) ClusterReady(context.Context, int, int) (string, error) { return "v1.2.3", nil }

func waitForEnd(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestAllComponentsRunUntilTheEnd(t *testing.T) {
	c := start(t, "", fakeProbe{})
	state := c.waitReady(t)
	for _, name := range []string{
		cluster.Etcd, cluster.APIServer, cluster.ControllerManager, cluster.Scheduler, cluster.Kwok,
	} {
		if pid := state.Pids[name]; pid == 0 || !alive(pid) {
			t.Errorf("%s is not running: %v", name, state.Pids)
		}
	}
	if state.Version != "v1.2.3" || state.Name != "test" || state.Supervisor != os.Getpid() || state.StartedBy != "test" {
		t.Errorf("state: %+v", state)
	}
	if err := c.stop(t); err != nil {
		t.Errorf("Run: %v", err)
	}
	for name, pid := range state.Pids {
		if alive(pid) {
			t.Errorf("%s is still running", name)
		}
	}
	if _, err := os.Stat(c.layout.Dir()); !os.IsNotExist(err) {
		t.Errorf("the files are still there: %v", err)
	}
}

func TestStoppedComponentIsEnded(t *testing.T) {
	c := start(t, "", fakeProbe{})
	pid := c.waitReady(t).Pids[cluster.APIServer]
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	if err := c.stop(t); err != nil || alive(pid) {
		t.Errorf("Run: %v, still there: %v", err, alive(pid))
	}
}

func TestKilledComponentIsStartedAgain(t *testing.T) {
	c := start(t, "", fakeProbe{})
	before := c.waitReady(t).Pids
	if err := syscall.Kill(before[cluster.Etcd], syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "a new etcd in the state file", func() bool {
		now, err := c.layout.ReadState()
		return err == nil && now.Pids[cluster.Etcd] != before[cluster.Etcd] && alive(now.Pids[cluster.Etcd])
	})
	now, _ := c.layout.ReadState()
	if now.Pids[cluster.APIServer] != before[cluster.APIServer] {
		t.Error("another component was started again, too")
	}
	if err := c.stop(t); err != nil || alive(now.Pids[cluster.Etcd]) {
		t.Errorf("Run: %v, the new etcd still there: %v", err, alive(now.Pids[cluster.Etcd]))
	}
}

func TestComponentThatDiesAtTheStartIsTheReason(t *testing.T) {
	c := start(t, cluster.Etcd+"=die", fakeProbe{server: waitForEnd})
	err := c.wait(t)
	if err == nil || !strings.Contains(err.Error(), "etcd ended (exit status 7)") ||
		!strings.Contains(err.Error(), "the fake component dies") {
		t.Fatalf("Run: %v", err)
	}
	if _, err := os.Stat(c.layout.Log(cluster.Etcd)); err != nil {
		t.Errorf("the log that the message names: %v", err)
	}
}

func TestComponentThatKeepsDyingEndsTheCluster(t *testing.T) {
	// The probe is content at once, so it dies while the cluster is "up".
	c := start(t, cluster.Kwok+"=die", fakeProbe{})
	if err := c.wait(t); err == nil || !strings.Contains(err.Error(), "kwok ended (exit status 7)") {
		t.Fatalf("Run: %v", err)
	}
}

func TestTakenPortIsNotTheEnd(t *testing.T) {
	c := start(t, cluster.Etcd+"=port-taken-once", fakeProbe{server: fromSecondAttempt()})
	c.waitReady(t)
	if err := c.stop(t); err != nil {
		t.Error(err)
	}
	if !strings.Contains(c.messages.String(), "etcd: another process took the port: trying again with others") {
		t.Errorf("messages: %q", c.messages.String())
	}
}

func TestTakenPortsAreReportedAfterThreeAttempts(t *testing.T) {
	c := start(t, cluster.Etcd+"=port-taken", fakeProbe{server: waitForEnd})
	if err := c.wait(t); !errors.Is(err, errPortTaken) {
		t.Errorf("Run: %v", err)
	}
	if count := strings.Count(c.messages.String(), "trying again"); count != startAttempts-1 {
		t.Errorf("%d further attempts, want %d", count, startAttempts-1)
	}
}

func TestInterruptedStartLeavesNothing(t *testing.T) {
	c := start(t, "", fakeProbe{server: waitForEnd})
	waitFor(t, "the components to be started", func() bool {
		_, err := os.Stat(c.layout.Log(cluster.APIServer))
		return err == nil
	})
	if err := c.stop(t); err != nil {
		t.Errorf("Run: %v", err)
	}
	if _, err := os.Stat(c.layout.Dir()); !os.IsNotExist(err) {
		t.Errorf("the files are still there: %v", err)
	}
}

func TestSettingsOfTheUsersShellDoNotReachTheComponents(t *testing.T) {
	t.Setenv("ETCD_NAME", "other")
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:1")
	s := &Supervisor{layout: cluster.Layout{Base: t.TempDir(), Name: "test"}}
	for _, variable := range s.environment() {
		if strings.HasPrefix(variable, "ETCD_") || strings.HasPrefix(variable, "HTTPS_PROXY") {
			t.Errorf("handed over: %s", variable)
		}
	}
}

// fromSecondAttempt is content in the second attempt; the first one goes on until the component ends it.
func fromSecondAttempt() func(context.Context) error {
	first := true
	return func(ctx context.Context) error {
		if first {
			first = false
			return waitForEnd(ctx)
		}
		return nil
	}
}

type running struct {
	layout   cluster.Layout
	messages *bytes.Buffer
	cancel   context.CancelFunc
	ready    chan cluster.State
	done     chan error
}

func start(t *testing.T, fake string, probe Probe) *running {
	t.Helper()
	layout, err := cluster.NewLayout(filepath.Join(t.TempDir(), "clusters"), "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := layout.Claim(); err != nil {
		t.Fatal(err)
	}
	c := &running{layout: layout, messages: &bytes.Buffer{}, ready: make(chan cluster.State, 1), done: make(chan error, 1)}
	s, err := New(layout, Options{
		Binary:      os.Args[0],
		Environment: []string{fakeVariable + "=" + fake},
		Nodes:       1,
		StartedBy:   "test",
		Messages:    c.messages,
		Probe:       probe,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	c.cancel = cancel
	t.Cleanup(cancel)
	go func() { c.done <- s.Run(ctx, func(state cluster.State) { c.ready <- state }) }()
	return c
}

func (c *running) waitReady(t *testing.T) cluster.State {
	t.Helper()
	select {
	case state := <-c.ready:
		return state
	case err := <-c.done:
		t.Fatalf("Run ended before the cluster was ready: %v", err)
	case <-time.After(20 * time.Second):
		t.Fatal("not ready after 20 s")
	}
	panic("unreachable")
}

func (c *running) stop(t *testing.T) error {
	t.Helper()
	c.cancel()
	return c.wait(t)
}

func (c *running) wait(t *testing.T) error {
	t.Helper()
	select {
	case err := <-c.done:
		return err
	case <-time.After(20 * time.Second):
		t.Fatal("Run did not end within 20 s")
		return nil
	}
}

func waitFor(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !condition(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited 20 s for %s", what)
		}
	}
}

func alive(pid int) bool { return syscall.Kill(pid, 0) == nil }
