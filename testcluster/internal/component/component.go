// Package component holds the processes of the control plane, each as its own project ships it.
package component

import (
	"os"

	"github.com/spf13/cobra"
	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/metrics/prometheus/clientgo" // client metrics, as in the shipped binaries
	_ "k8s.io/component-base/metrics/prometheus/version"  // version metric, as in the shipped binaries
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"

	"io.jenkins.plugins/spindelivery/testcluster/internal/cluster"
)

// Lookup returns the main function of the named component, which returns the exit code of the process.
func Lookup(name string) (func() int, bool) {
	run, ok := map[string]func() int{
		cluster.Etcd:              runEtcd,
		cluster.APIServer:         func() int { return runCommand(apiserver.NewAPIServerCommand) },
		cluster.ControllerManager: func() int { return runCommand(controllermanager.NewControllerManagerCommand) },
		cluster.Scheduler:         func() int { return runCommand(func() *cobra.Command { return scheduler.NewSchedulerCommand() }) },
		cluster.Kwok:              runKwok,
	}[name]
	return run, ok
}

func runEtcd() int {
	etcdmain.Main(os.Args)
	return 0
}

func runCommand(newCommand func() *cobra.Command) int {
	return cli.Run(newCommand())
}
