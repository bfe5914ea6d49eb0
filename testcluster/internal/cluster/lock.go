package cluster

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// ErrAlive says that a supervisor holds the cluster.
var ErrAlive = errors.New("the cluster is up already")

// Claim takes the cluster for this process until it ends, however it ends: the kernel lets go of the lock. What a dead
// supervisor of the same name has left is removed first. Fails with ErrAlive if a living supervisor holds it.
func (l Layout) Claim() error {
	return l.exclusively(func() error {
		if l.alive() {
			return ErrAlive
		}
		if err := l.remove(); err != nil {
			return err
		}
		if err := os.MkdirAll(l.Path("logs"), 0o700); err != nil {
			return err
		}
		lock, err := tryLock(l.lockFile())
		if err == nil && lock == nil {
			err = ErrAlive
		}
		if err != nil {
			return err
		}
		claims = append(claims, lock)
		_, err = fmt.Fprintln(lock, os.Getpid())
		return err
	})
}

// Supervisor returns the process id that the supervisor has written into its lock file.
func (l Layout) Supervisor() (int, error) {
	data, err := os.ReadFile(l.lockFile())
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(data)))
}

// claims keeps the lock files from being closed by the garbage collector.
var claims []*os.File

// Alive tells whether a supervisor holds the cluster.
func (l Layout) Alive() (alive bool, err error) {
	if _, err := os.Stat(l.Dir()); os.IsNotExist(err) {
		return false, nil
	}
	// Not without the common lock: the test takes the cluster's lock for a moment, which would fail someone's Claim.
	err = l.exclusively(func() error {
		alive = l.alive()
		return nil
	})
	return alive, err
}

func (l Layout) alive() bool {
	if _, err := os.Stat(l.lockFile()); err != nil {
		return false
	}
	lock, err := tryLock(l.lockFile())
	if lock != nil {
		lock.Close()
	}
	return err == nil && lock == nil
}

// RemoveDead removes what a cluster without a supervisor has left and tells whether there was anything.
func (l Layout) RemoveDead() (removed bool, err error) {
	err = l.exclusively(func() error {
		if _, err := os.Stat(l.Dir()); os.IsNotExist(err) {
			return nil
		}
		if l.alive() {
			return nil
		}
		removed = true
		return l.remove()
	})
	return removed, err
}

// RemoveOwn removes the files of a cluster that this process has claimed.
func (l Layout) RemoveOwn() error { return l.exclusively(l.remove) }

func (l Layout) remove() error {
	if state, err := l.ReadState(); err == nil && state.Kubeconfig != l.Kubeconfig() {
		if err := RemoveKubeconfig(state.Kubeconfig, l.Name); err != nil {
			return err
		}
	}
	return os.RemoveAll(l.Dir())
}

func (l Layout) lockFile() string { return l.Path("lock") }

// exclusively runs action while no other process creates or removes a cluster below the same base.
func (l Layout) exclusively(action func() error) error {
	if err := os.MkdirAll(l.Base, 0o755); err != nil {
		return err
	}
	path := filepath.Join(l.Base, ".lock")
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := flock(file, syscall.LOCK_EX); err != nil {
		return fmt.Errorf("lock %s: %w", path, err)
	}
	return action()
}

// tryLock returns the locked file, or nil if another process holds the lock.
func tryLock(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	err = flock(file, syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return file, nil
	}
	file.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, nil
	}
	return nil, fmt.Errorf("lock %s: %w", path, err)
}

// flock repeats the call when a signal interrupts it (the Go runtime sends itself some).
func flock(file *os.File, how int) error {
	for {
		if err := syscall.Flock(int(file.Fd()), how); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}
