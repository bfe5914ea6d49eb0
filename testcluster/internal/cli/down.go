package cli

import (
	"errors"
	"fmt"
	"syscall"
	"time"

	"io.jenkins.plugins/spindelivery/testcluster/internal/cluster"
)

const stopTimeout = 30 * time.Second

func down(e Environment, o options) error {
	if !o.all {
		layout, err := cluster.NewLayout(e.Base, o.name)
		if err != nil {
			return err
		}
		return stop(e, layout)
	}
	layouts, err := cluster.List(e.Base)
	if err != nil {
		return err
	}
	for _, layout := range layouts {
		// A cluster of `run` belongs to the process that started it, a test for example.
		if state, stateErr := layout.ReadState(); stateErr == nil && state.StartedBy == "run" {
			if alive, aliveErr := layout.Alive(); aliveErr == nil && alive {
				fmt.Fprintf(e.Out, "The cluster %s was started by run and is left to it.\n", layout.Name)
				continue
			}
		}
		err = errors.Join(err, stop(e, layout))
	}
	if len(layouts) == 0 {
		fmt.Fprintln(e.Out, "There is no cluster.")
	}
	return err
}

// stop ends one cluster. That there is none, or only what a dead one has left, is fine too.
func stop(e Environment, layout cluster.Layout) error {
	began := time.Now()
	alive, err := layout.Alive()
	if err != nil {
		return err
	}
	if !alive {
		removed, err := layout.RemoveDead()
		if removed {
			fmt.Fprintf(e.Out, "The cluster %s had died; removed what it had left.\n", layout.Name)
		} else if err == nil {
			fmt.Fprintf(e.Out, "There is no cluster %s.\n", layout.Name)
		}
		return err
	}
	if err := terminate(layout); err != nil {
		return err
	}
	fmt.Fprintf(e.Out, "The cluster %s was stopped in %.1f s.\n", layout.Name, time.Since(began).Seconds())
	return nil
}

// terminate asks the supervisor to stop, as soon as its state says who it is, and waits until it has.
func terminate(layout cluster.Layout) error {
	asked := false
	for deadline := time.Now().Add(stopTimeout); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if alive, err := layout.Alive(); err != nil || !alive {
			return err
		}
		if asked {
			continue
		}
		if pid, err := layout.Supervisor(); err == nil {
			asked = true
			if err := syscall.Kill(pid, syscall.SIGTERM); err != nil {
				return fmt.Errorf("stop the supervisor of %s, process %d: %w", layout.Name, pid, err)
			}
		}
	}
	return fmt.Errorf("the supervisor of %s did not stop within %v; its log: %s",
		layout.Name, stopTimeout, layout.Log("supervisor"))
}
