//go:build unix && !linux

package child

import "syscall"

// processAttributes puts the child into a process group of its own, so that Ctrl-C reaches only the supervisor, which
// then stops everything in order. There is no parent-death signal here: the lifeline does that work alone.
func processAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}
