package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"io.jenkins.plugins/spindelivery/testcluster/internal/cluster"
	"io.jenkins.plugins/spindelivery/testcluster/internal/supervisor"
)

// daemonCommand is what `up` starts in the background. Its standard output is the pipe on which it reports.
const daemonCommand = "supervise"

// report is the one line by which the supervisor in the background tells `up` how the start went.
type report struct {
	State *cluster.State `json:"state,omitempty"`
	Error string         `json:"error,omitempty"`
	// Taken: another `up` was faster.
	Taken bool `json:"taken,omitempty"`
}

func up(e Environment, o options) error {
	layout, err := cluster.NewLayout(e.Base, o.name)
	if err != nil {
		return err
	}
	alive, err := layout.Alive()
	if err != nil {
		return err
	}
	if alive {
		return showExisting(e, layout)
	}
	if o.kubeconfig, err = prepareKubeconfig(o.kubeconfig); err != nil {
		return err
	}
	fmt.Fprintf(e.Err, "Starting the cluster %s ...\n", o.name)
	r, err := startDaemon(e, o)
	switch {
	case err != nil:
		return err
	case r.Taken:
		return showExisting(e, layout)
	case r.State == nil:
		return fmt.Errorf("the cluster %s did not start: %s", o.name, r.Error)
	}
	fmt.Fprintf(e.Out, "The cluster %s is up after %.1f s.\n", o.name, float64(r.State.StartMillis)/1000)
	show(e.Out, *r.State)
	return nil
}

func startDaemon(e Environment, o options) (report, error) {
	command := exec.Command(e.Binary, daemonCommand, "--name", o.name, "--nodes", strconv.Itoa(o.nodes))
	if o.kubeconfig != "" {
		command.Args = append(command.Args, "--kubeconfig", o.kubeconfig)
	}
	base, err := filepath.Abs(e.Base)
	if err != nil {
		return report{}, err
	}
	command.Env = append(os.Environ(), "SPIN_CLUSTERS_DIR="+base)
	// A session of its own: closing the terminal does not end the cluster.
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	output, err := command.StdoutPipe()
	if err != nil {
		return report{}, err
	}
	if err := command.Start(); err != nil {
		return report{}, fmt.Errorf("start the supervisor: %w", err)
	}
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(interrupts)
	lines := make(chan []byte, 1)
	go func() {
		line, _ := bufio.NewReader(output).ReadBytes('\n')
		lines <- line
	}()
	select {
	case line := <-lines:
		return readReport(line)
	case <-interrupts:
		_ = command.Process.Signal(syscall.SIGTERM)
		_ = command.Wait()
		return report{}, errors.New("interrupted; the cluster was stopped")
	}
}

func readReport(line []byte) (report, error) {
	var r report
	if len(line) == 0 {
		return r, errors.New("the supervisor ended without a word: was it killed?")
	}
	return r, json.Unmarshal(line, &r)
}

// showExisting waits until a cluster that another process is starting is ready, and shows it.
func showExisting(e Environment, layout cluster.Layout) error {
	for {
		if state, err := layout.ReadState(); err == nil {
			fmt.Fprintf(e.Out, "The cluster %s is up already.\n", layout.Name)
			show(e.Out, state)
			return nil
		}
		alive, err := layout.Alive()
		if err != nil {
			return err
		}
		if !alive {
			return fmt.Errorf("the cluster %s, started by another process, did not come up: try again", layout.Name)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func show(out io.Writer, state cluster.State) {
	fmt.Fprintf(out, "  server      %s (Kubernetes %s)\n", state.Server, state.Version)
	fmt.Fprintf(out, "  kubeconfig  %s\n", state.Kubeconfig)
}

// daemon is the supervisor in the background.
func daemon(e Environment, o options) error {
	layout, err := cluster.NewLayout(e.Base, o.name)
	if err != nil {
		return err
	}
	answer := func(r report) { _ = json.NewEncoder(e.Out).Encode(r) }
	if err := layout.Claim(); err != nil {
		answer(report{Error: err.Error(), Taken: errors.Is(err, cluster.ErrAlive)})
		return err
	}
	messages, err := os.OpenFile(layout.Log("supervisor"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		answer(report{Error: err.Error()})
		return err
	}
	defer messages.Close()
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	err = supervise(ctx, e, o, layout, "up", messages, func(state cluster.State) { answer(report{State: &state}) })
	if err != nil {
		// When the cluster was ready before, `up` reads no more, and the log is the place to look.
		fmt.Fprintln(messages, err)
		answer(report{Error: err.Error()})
	}
	return err
}

func supervise(
	ctx context.Context, e Environment, o options, layout cluster.Layout, startedBy string, messages io.Writer,
	ready func(cluster.State),
) error {
	s, err := supervisor.New(layout, supervisor.Options{
		Binary:     e.Binary,
		Kubeconfig: o.kubeconfig,
		Nodes:      o.nodes,
		StartedBy:  startedBy,
		Messages:   messages,
	})
	if err != nil {
		return err
	}
	return s.Run(ctx, ready)
}

// prepareKubeconfig makes the path absolute and fails early when it cannot be used.
func prepareKubeconfig(path string) (string, error) {
	if path == "" {
		return "", nil
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return absolute, cluster.CheckKubeconfig(absolute)
}
