package component

import (
	"fmt"
	"os"

	"github.com/spf13/pflag"
	"sigs.k8s.io/kwok/pkg/config"
	kwok "sigs.k8s.io/kwok/pkg/kwok/cmd"
	"sigs.k8s.io/kwok/pkg/log"
	"sigs.k8s.io/kwok/pkg/utils/signals"

	"io.jenkins.plugins/spindelivery/testcluster/internal/kubelet"
)

// runKwok plays the nodes: kwok moves the pods through their stages, and beside it our own endpoint answers requests
// for container logs, because kwok can only serve the same file for each pod.
func runKwok() int {
	// The Kubernetes packages have put their own --version into the global flag set, and kwok's command, which takes
	// all global flags, dies of the second one.
	pflag.CommandLine = pflag.NewFlagSet(os.Args[0], pflag.ContinueOnError)
	logs, err := kubelet.FromEnvironment()
	if err != nil {
		fmt.Fprintln(os.Stderr, "container log endpoint:", err)
		return 1
	}

	global := pflag.NewFlagSet("global", pflag.ContinueOnError)
	global.ParseErrorsAllowlist.UnknownFlags = true
	global.Usage = func() {}
	ctx := signals.SetupSignalContext()
	ctx, _ = log.InitFlags(ctx, global)
	ctx, err = config.InitFlags(ctx, global)
	if err != nil {
		fmt.Fprintln(os.Stderr, "kwok configuration:", err)
		return 1
	}
	go func() {
		if err := logs.Serve(ctx); err != nil {
			fmt.Fprintln(os.Stderr, "container log endpoint:", err)
			os.Exit(1)
		}
	}()
	command := kwok.NewCommand(ctx)
	command.PersistentFlags().AddFlagSet(global)
	if err := command.ExecuteContext(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "kwok:", err)
		return 1
	}
	return 0
}
