// Command spin-testcluster is a Kubernetes control plane in one file, for tests and demos.
//
// The first argument says what it is: one of the components (etcd, kube-apiserver, kube-controller-manager,
// kube-scheduler, kwok), which the supervisor starts, or a command for people and scripts (up, down, status, run).
package main

import (
	"os"

	"io.jenkins.plugins/spindelivery/testcluster/internal/child"
	"io.jenkins.plugins/spindelivery/testcluster/internal/cli"
	"io.jenkins.plugins/spindelivery/testcluster/internal/component"
)

func main() {
	if len(os.Args) > 1 {
		if run, ok := component.Lookup(os.Args[1]); ok {
			child.FollowParent()
			// The components parse os.Args themselves and expect their own name in front.
			os.Args = os.Args[1:]
			os.Exit(run())
		}
	}
	os.Exit(cli.Main(os.Args[1:], cli.System()))
}
