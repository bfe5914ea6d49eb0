package child

import "syscall"

// processAttributes puts the child into a process group of its own, so that Ctrl-C reaches only the supervisor, which
// then stops everything in order; and has the kernel kill the child when the supervisor dies.
func processAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
