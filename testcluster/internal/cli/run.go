package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"io.jenkins.plugins/spindelivery/testcluster/internal/cluster"
)

// run keeps a cluster up as long as whoever started this process wants it: until standard input ends, which it does
// when that process dies, or a signal comes.
func run(e Environment, o options) error {
	var err error
	if o.kubeconfig, err = prepareKubeconfig(o.kubeconfig); err != nil {
		return err
	}
	removeDead(e)
	layout, err := claimForRun(e, o)
	if err != nil {
		return err
	}
	o.name = layout.Name
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, e.In)
		cancel()
	}()
	return supervise(ctx, e, o, layout, "run", e.Err, func(state cluster.State) {
		_ = json.NewEncoder(e.Out).Encode(state)
	})
}

// claimForRun claims the given name, or the first free one.
func claimForRun(e Environment, o options) (cluster.Layout, error) {
	if o.name != "" {
		layout, err := cluster.NewLayout(e.Base, o.name)
		if err != nil {
			return layout, err
		}
		err = layout.Claim()
		if errors.Is(err, cluster.ErrAlive) {
			err = fmt.Errorf("there is a cluster %s already: name another, or stop that one first", o.name)
		}
		return layout, err
	}
	for number := 1; ; number++ {
		layout, err := cluster.NewLayout(e.Base, fmt.Sprintf("run-%d", number))
		if err != nil {
			return layout, err
		}
		if err := layout.Claim(); !errors.Is(err, cluster.ErrAlive) {
			return layout, err
		}
	}
}

// removeDead removes what clusters whose supervisor was killed have left. Failing to is no reason not to go on.
func removeDead(e Environment) {
	layouts, err := cluster.List(e.Base)
	for _, layout := range layouts {
		if _, removeErr := layout.RemoveDead(); removeErr != nil && err == nil {
			err = removeErr
		}
	}
	if err != nil {
		fmt.Fprintln(e.Err, "could not remove the files of a dead cluster:", err)
	}
}
