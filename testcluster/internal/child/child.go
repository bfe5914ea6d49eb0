// Package child starts processes that never outlive the one that started them.
//
// Two nets, because each has a hole: the kernel's parent-death signal (Linux only) and a lifeline, a pipe that the child
// reads and only the parent holds open (everywhere, but the child must still be able to read).
package child

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
)

const (
	lifelineVariable = "SPIN_TESTCLUSTER_LIFELINE"
	lifelineFd       = 3 // the first of exec.Cmd.ExtraFiles
)

// attributes is a variable for the tests, which try the two nets one by one.
var attributes = processAttributes

// Starter starts children on one thread of its own.
type Starter struct {
	requests chan func()
	lifeline *os.File // read end, handed to the children
	keep     *os.File // write end: open as long as this process lives
}

// NewStarter returns a Starter; it lives as long as the process.
func NewStarter() (*Starter, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("create the lifeline pipe: %w", err)
	}
	s := &Starter{requests: make(chan func()), lifeline: read, keep: write}
	go func() {
		// The parent-death signal is sent when the starting *thread* ends, so it must be one that stays.
		runtime.LockOSThread()
		for request := range s.requests {
			request()
		}
	}()
	return s, nil
}

// Start starts cmd as a child with both nets. It sets ExtraFiles and SysProcAttr and adds to Env, which the caller
// must have set: it is the child's whole environment.
func (s *Starter) Start(cmd *exec.Cmd) error {
	cmd.ExtraFiles = []*os.File{s.lifeline}
	cmd.Env = append(cmd.Env, fmt.Sprintf("%s=%d", lifelineVariable, lifelineFd))
	cmd.SysProcAttr = attributes()
	result := make(chan error)
	s.requests <- func() { result <- cmd.Start() }
	return <-result
}

// FollowParent ends this process when the one that started it with a Starter is gone. It returns at once and does
// nothing in a process that was started by other means.
func FollowParent() {
	if os.Getenv(lifelineVariable) == "" {
		return
	}
	os.Unsetenv(lifelineVariable)
	lifeline := os.NewFile(lifelineFd, "lifeline")
	go func() {
		_, _ = io.Copy(io.Discard, lifeline)
		os.Exit(1)
	}()
}
