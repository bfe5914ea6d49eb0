package supervisor

import (
	"context"
	"fmt"
	"os"

	"io.jenkins.plugins/spindelivery/testcluster/stages"
)

// startComponents starts the control plane and returns the server's version when pods can be scheduled.
func (s *Supervisor) startComponents(ctx context.Context, p ports) (version string, err error) {
	probe := s.options.Probe
	if probe == nil {
		if probe, err = newAPIProbe(s.layout.Kubeconfig()); err != nil {
			return "", err
		}
	}
	if err := s.startAll(s.etcd(p), s.apiServer(p)); err != nil {
		return "", err
	}
	if err := s.unlessOneDies(ctx, probe.ServerReady); err != nil {
		return "", err
	}
	if err := s.startAll(s.controllerManager(), s.scheduler(), s.kwok(p)); err != nil {
		return "", err
	}
	err = s.unlessOneDies(ctx, func(ctx context.Context) (err error) {
		version, err = probe.ClusterReady(ctx, p.kubelet, s.options.Nodes)
		return err
	})
	return version, err
}

func (s *Supervisor) startAll(processes ...*process) error {
	for _, p := range processes {
		if err := s.start(p); err != nil {
			return err
		}
		s.alive = append(s.alive, p)
	}
	return nil
}

// unlessOneDies runs wait, and ends it early with the reason when a component ends meanwhile.
func (s *Supervisor) unlessOneDies(ctx context.Context, wait func(context.Context) error) error {
	waiting, cancel := context.WithCancel(ctx)
	defer cancel()
	result := make(chan error, 1)
	go func() { result <- wait(waiting) }()
	select {
	case e := <-s.exits:
		return s.died(e)
	case err := <-result:
		if err != nil && ctx.Err() == context.DeadlineExceeded {
			return fmt.Errorf("not ready after %v: %w. The logs are in %s", startTimeout, err, s.layout.Path("logs"))
		}
		return err
	}
}

func (s *Supervisor) writeStages() error {
	content, err := stages.Configuration()
	if err != nil {
		return err
	}
	return os.WriteFile(s.layout.Path("stages.yaml"), content, 0o600)
}
