// Package supervisor starts the components of one cluster in order, keeps them running and ends them all.
package supervisor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"

	"io.jenkins.plugins/spindelivery/testcluster/internal/child"
	"io.jenkins.plugins/spindelivery/testcluster/internal/cluster"
)

const (
	startAttempts = 3
	// A start takes a few seconds; on a machine that is busy with other builds it can take much longer.
	startTimeout = 3 * time.Minute
	// A component that dies more often than this in a row, each time soon after its start, will not come back.
	maxRestarts   = 5
	restartPause  = 300 * time.Millisecond
	healthyUptime = 30 * time.Second
	tailLines     = 15
)

var errPortTaken = errors.New("another process took the port")

// Options of one cluster.
type Options struct {
	// Binary is the program whose first argument names the component: this one, except in tests.
	Binary string
	// Environment is added to the small environment of the components.
	Environment []string
	// Kubeconfig is a further place for the administrator's kubeconfig; empty for none.
	Kubeconfig string
	// Nodes is how many nodes the cluster has, at least 1.
	Nodes int
	// StartedBy is the command for the state: up or run.
	StartedBy string
	// Messages for people.
	Messages io.Writer
	// Probe takes the place of the real API server in tests; nil for the real one.
	Probe Probe
}

// Probe makes a started control plane usable and waits until it is.
type Probe interface {
	// ServerReady returns when the API server serves requests.
	ServerReady(ctx context.Context) error
	// ClusterReady creates the nodes and returns when pods can be created and scheduled; with the server's version.
	ClusterReady(ctx context.Context, kubeletPort, nodes int) (version string, err error)
}

// Supervisor runs one cluster.
type Supervisor struct {
	layout  cluster.Layout
	options Options
	starter *child.Starter
	exits   chan exit
	stopped chan struct{}
	running sync.WaitGroup
	alive   []*process
	state   cluster.State
}

// New returns a supervisor of a cluster that this process has claimed.
func New(layout cluster.Layout, options Options) (*Supervisor, error) {
	starter, err := child.NewStarter()
	if err != nil {
		return nil, err
	}
	return &Supervisor{layout: layout, options: options, starter: starter}, nil
}

// Run starts the cluster, calls ready once when it can be used, and keeps it up until ctx ends. Then it stops
// everything and removes the files. After a failure the files stay, for the logs; the next command removes them.
func (s *Supervisor) Run(ctx context.Context, ready func(cluster.State)) error {
	began := time.Now()
	err := s.startWithRetries(ctx, began)
	if err == nil {
		ready(s.state)
		err = s.supervise(ctx)
	}
	s.stopAll()
	if err != nil && ctx.Err() == nil {
		return err
	}
	return s.layout.RemoveOwn()
}

func (s *Supervisor) startWithRetries(ctx context.Context, began time.Time) error {
	credentials, err := s.newCredentials(began)
	if err != nil {
		return fmt.Errorf("make the keys of the cluster: %w", err)
	}
	for attempt := 1; ; attempt++ {
		err = s.startOnce(ctx, credentials, began)
		if !errors.Is(err, errPortTaken) || attempt == startAttempts {
			return err
		}
		fmt.Fprintf(s.options.Messages, "%v: trying again with others\n", err)
		s.stopAll()
		if err := os.RemoveAll(s.layout.Path("etcd")); err != nil {
			return err
		}
	}
}

func (s *Supervisor) startOnce(ctx context.Context, c *credentials, began time.Time) error {
	s.exits = make(chan exit)
	s.stopped = make(chan struct{})
	ports, err := pickPorts()
	if err != nil {
		return err
	}
	server := fmt.Sprintf("https://127.0.0.1:%d", ports.server)
	if err := s.writeKubeconfigs(c, server); err != nil {
		return err
	}
	if err := s.writeStages(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	version, err := s.startComponents(ctx, ports)
	if err != nil {
		return err
	}
	return s.publish(server, version, began)
}

// publish tells the outside that the cluster can be used.
func (s *Supervisor) publish(server, version string, began time.Time) error {
	s.state = cluster.State{
		Name:                  s.layout.Name,
		Kubeconfig:            s.layout.Kubeconfig(),
		CertificateKubeconfig: s.layout.CertificateKubeconfig(),
		Server:                server,
		Version:               version,
		Directory:             s.layout.Dir(),
		Supervisor:            os.Getpid(),
		StartedBy:             s.options.StartedBy,
		StartedAt:             began.UTC().Truncate(time.Second),
		StartMillis:           time.Since(began).Milliseconds(),
	}
	if s.options.Kubeconfig != "" {
		s.state.Kubeconfig = s.options.Kubeconfig
		data, err := os.ReadFile(s.layout.Kubeconfig())
		if err != nil {
			return err
		}
		if err := cluster.WriteKubeconfig(s.options.Kubeconfig, data); err != nil {
			return err
		}
	}
	return s.writeState()
}

func (s *Supervisor) writeState() error {
	s.state.Pids = map[string]int{}
	for _, p := range s.alive {
		s.state.Pids[p.name] = p.cmd.Process.Pid
	}
	return s.layout.WriteState(s.state)
}

// supervise starts again what dies (tests kill components to see what their clients do) until ctx ends.
func (s *Supervisor) supervise(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case e := <-s.exits:
			if err := s.restart(ctx, e); err != nil {
				return err
			}
		}
	}
}

func (s *Supervisor) restart(ctx context.Context, e exit) error {
	if time.Since(e.process.started) > healthyUptime {
		e.process.restarts = 0
	}
	e.process.restarts++
	if e.process.restarts > maxRestarts {
		return s.died(e)
	}
	fmt.Fprintf(s.options.Messages, "%s ended (%v), starting it again\n", e.process.name, e.cmd.ProcessState)
	select {
	case <-ctx.Done():
		return nil
	case <-time.After(restartPause):
	}
	if err := s.start(e.process); err != nil {
		return err
	}
	return s.writeState()
}

// died describes the end of a component that should have gone on.
func (s *Supervisor) died(e exit) error {
	log := tail(e.process.logFile, tailLines)
	if strings.Contains(log, "address already in use") {
		return fmt.Errorf("%s: %w", e.process.name, errPortTaken)
	}
	return fmt.Errorf("%s ended (%v). The end of its log %s:\n%s", e.process.name, e.cmd.ProcessState, e.process.logFile, log)
}

// stopAll kills the components: their data goes away with them, so nothing is gained by waiting for their own ways of
// stopping. Killing also ends a process that a test has stopped with SIGSTOP.
func (s *Supervisor) stopAll() {
	if s.stopped == nil {
		return
	}
	close(s.stopped)
	s.stopped = nil
	for _, p := range s.alive {
		_ = p.cmd.Process.Signal(syscall.SIGKILL) // fails only if it has ended already
	}
	s.running.Wait()
	s.alive = nil
}
