package supervisor

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// process is one component: its command line stays the same when it is started again.
type process struct {
	name string
	args []string
	// environment is added to that of all components.
	environment []string
	logFile     string
	cmd         *exec.Cmd
	started     time.Time
	restarts    int
}

// exit tells that a process has ended.
type exit struct {
	process *process
	cmd     *exec.Cmd
}

// start starts the process, or starts it again, with its output at the end of its log file.
func (s *Supervisor) start(p *process) error {
	log, err := os.OpenFile(p.logFile, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	cmd := exec.Command(s.options.Binary, append([]string{p.name}, p.args...)...)
	cmd.Dir = s.layout.Dir()
	cmd.Env = append(s.environment(), p.environment...)
	cmd.Stdout = log
	cmd.Stderr = log
	if err := s.starter.Start(cmd); err != nil {
		return fmt.Errorf("start %s: %w", p.name, err)
	}
	p.cmd = cmd
	p.started = time.Now()
	s.running.Add(1)
	exits, stopped := s.exits, s.stopped
	go func() {
		defer s.running.Done()
		_ = cmd.Wait() // how it ended is in cmd.ProcessState
		select {
		case exits <- exit{process: p, cmd: cmd}:
		case <-stopped:
		}
	}()
	return nil
}

// environment is small on purpose: variables such as ETCD_NAME or KWOK_CONFIG of the user's shell would change what
// the components do, and proxies have no business between them.
func (s *Supervisor) environment() []string {
	environment := []string{
		"HOME=" + s.layout.Dir(),
		"KWOK_WORKDIR=" + s.layout.Path("kwok"),
	}
	for _, name := range []string{"PATH", "TMPDIR", "TZ", "LANG", "GOMAXPROCS", "GOMEMLIMIT", "GOGC"} {
		if value, ok := os.LookupEnv(name); ok {
			environment = append(environment, name+"="+value)
		}
	}
	return append(environment, s.options.Environment...)
}

// tail returns the last lines of a log file, for error messages.
func tail(path string, lines int) string {
	data, err := os.ReadFile(path)
	if err != nil {
		return "(no log: " + err.Error() + ")"
	}
	all := strings.Split(string(bytes.TrimSpace(data)), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}
