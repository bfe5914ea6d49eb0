package cli

import (
	"encoding/json"
	"fmt"
	"time"

	"io.jenkins.plugins/spindelivery/testcluster/internal/cluster"
)

// Conditions of a cluster in the output of status.
const (
	conditionRunning  = "running"
	conditionStarting = "starting"
	conditionDead     = "dead"
)

// entry of `status -o json`; the fields of the state are missing while a cluster starts.
type entry struct {
	Status string `json:"status"`
	cluster.State
}

func status(e Environment, o options) error {
	layouts, err := cluster.List(e.Base)
	if err != nil {
		return err
	}
	entries := []entry{}
	for _, layout := range layouts {
		if o.name != "" && o.name != layout.Name {
			continue
		}
		entry, err := describe(layout)
		if err != nil {
			return err
		}
		entries = append(entries, entry)
	}
	if o.output == "json" {
		return json.NewEncoder(e.Out).Encode(entries)
	}
	if len(entries) == 0 {
		fmt.Fprintln(e.Out, "There is no cluster.")
	}
	for _, entry := range entries {
		fmt.Fprintf(e.Out, "%s: %s\n", entry.Name, entry.Status)
		switch entry.Status {
		case conditionRunning:
			show(e.Out, entry.State)
			age := time.Since(entry.StartedAt).Round(time.Second)
			fmt.Fprintf(e.Out, "  up for      %v (started by %s)\n", age, entry.StartedBy)
		case conditionDead:
			fmt.Fprintf(e.Out, "  its supervisor was killed; `down --name %s` removes what it left\n", entry.Name)
		}
	}
	return nil
}

func describe(layout cluster.Layout) (entry, error) {
	alive, err := layout.Alive()
	if err != nil {
		return entry{}, err
	}
	state, stateErr := layout.ReadState()
	state.Name = layout.Name
	switch {
	case !alive:
		return entry{Status: conditionDead, State: state}, nil
	case stateErr != nil:
		return entry{Status: conditionStarting, State: state}, nil
	default:
		return entry{Status: conditionRunning, State: state}, nil
	}
}
