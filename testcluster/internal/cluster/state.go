package cluster

import (
	"encoding/json"
	"os"
	"time"
)

// State is what the outside may know of a cluster that is ready: the line that `run` prints, the file state.json in
// the cluster's folder and the entries of `status -o json`. The field names are a contract with the Java tests.
type State struct {
	Name string `json:"name"`
	// Kubeconfig is the file with the administrator's access, by token.
	Kubeconfig string `json:"kubeconfig"`
	// CertificateKubeconfig is the same access by client certificate.
	CertificateKubeconfig string `json:"certificateKubeconfig"`
	Server                string `json:"server"`
	Version               string `json:"version"`
	// Directory holds this state as state.json (process ids change when a component is restarted) and the logs.
	Directory  string         `json:"directory"`
	Supervisor int            `json:"supervisor"`
	Pids       map[string]int `json:"pids"`
	StartedBy  string         `json:"startedBy"`
	StartedAt  time.Time      `json:"startedAt"`
	// StartMillis is how long it took until the nodes were ready.
	StartMillis int64 `json:"startMillis"`
}

// ReadState reads the state of a cluster; it is not there before the cluster is ready.
func (l Layout) ReadState() (State, error) {
	var state State
	data, err := os.ReadFile(l.stateFile())
	if err != nil {
		return state, err
	}
	return state, json.Unmarshal(data, &state)
}

// WriteState replaces the state in one step, so that a reader sees the old or the new one and nothing between.
func (l Layout) WriteState(state State) error {
	data, err := json.Marshal(state)
	if err != nil {
		return err
	}
	temporary := l.stateFile() + ".new"
	if err := os.WriteFile(temporary, append(data, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, l.stateFile())
}

func (l Layout) stateFile() string { return l.Path("state.json") }
