package child

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const roleVariable = "CHILD_TEST_ROLE"

// TestMain makes this test binary play the parent and the child as well.
func TestMain(m *testing.M) {
	switch os.Getenv(roleVariable) {
	case "parent", "parent-without-signal", "parent-of-deaf":
		playParent()
	case "child":
		FollowParent()
		livesUntilEnded()
	case "deaf-child":
		livesUntilEnded()
	default:
		os.Exit(m.Run())
	}
}

// livesUntilEnded is no bare select: without other goroutines the Go runtime would end that as a deadlock.
func livesUntilEnded() {
	for {
		time.Sleep(time.Hour)
	}
}

// playParent starts a child and writes its process id; then it lives until it is killed.
func playParent() {
	if os.Getenv(roleVariable) == "parent-without-signal" {
		attributes = func() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
	}
	starter, err := NewStarter()
	if err != nil {
		panic(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = []string{roleVariable + "=child"}
	if os.Getenv(roleVariable) == "parent-of-deaf" {
		cmd.Env = []string{roleVariable + "=deaf-child"}
	}
	if err := starter.Start(cmd); err != nil {
		panic(err)
	}
	fmt.Println(cmd.Process.Pid)
	_, _ = io.Copy(io.Discard, os.Stdin)
}

func TestChildEndsWhenItsParentIsKilled(t *testing.T) {
	parent, child := startFamily(t, "parent")
	kill(t, parent, syscall.SIGKILL)
	waitUntilGone(t, child)
}

func TestLifelineAloneEndsTheChild(t *testing.T) {
	parent, child := startFamily(t, "parent-without-signal")
	kill(t, parent, syscall.SIGKILL)
	waitUntilGone(t, child)
}

func TestSignalAloneEndsTheChild(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux has the parent-death signal")
	}
	parent, child := startFamily(t, "parent-of-deaf")
	kill(t, parent, syscall.SIGKILL)
	waitUntilGone(t, child)
}

func TestStoppedChildEndsWhenItsParentIsKilled(t *testing.T) {
	parent, child := startFamily(t, "parent")
	kill(t, child, syscall.SIGSTOP)
	kill(t, parent, syscall.SIGKILL)
	waitUntilGone(t, child)
}

func TestChildLivesWhileItsParentDoes(t *testing.T) {
	_, child := startFamily(t, "parent")
	if !alive(child) {
		t.Fatalf("the child %d has ended by itself", child)
	}
}

// startFamily returns the process ids of a parent and its child.
func startFamily(t *testing.T, role string) (parent, child int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = []string{roleVariable + "=" + role}
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	child, err = strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	return cmd.Process.Pid, child
}

func kill(t *testing.T, pid int, signal syscall.Signal) {
	t.Helper()
	if err := syscall.Kill(pid, signal); err != nil {
		t.Fatalf("signal %v to %d: %v", signal, pid, err)
	}
}

func waitUntilGone(t *testing.T, pid int) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); alive(pid); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			_ = syscall.Kill(pid, syscall.SIGKILL)
			t.Fatalf("process %d is still there", pid)
		}
	}
}

// alive is false for a zombie as well: nobody may be there to reap an orphan.
func alive(pid int) bool {
	if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return false
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err != nil || !strings.Contains(string(stat), ") Z ")
}
