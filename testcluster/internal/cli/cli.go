// Package cli is what people and scripts type: up, down, status, run.
package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"io.jenkins.plugins/spindelivery/testcluster/internal/cluster"
)

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

const usage = `Usage: spin-testcluster COMMAND [OPTIONS]
A real Kubernetes control plane on 127.0.0.1, with nodes that only pretend to run pods.

  up      starts a cluster in the background
            --name N           its name (default "default")
            --kubeconfig FILE  a further place for the kubeconfig
            --nodes COUNT      how many nodes (default 1)
  down    stops a cluster and removes its files
            --name N | --all   which (default "default"); --all: every cluster started by up, and what dead ones left
  status  shows the clusters
            --name N           only this one
            -o json            as JSON
  run     runs a cluster until standard input ends or a signal comes; prints one line of JSON when it is ready
            --name N           its name (default: one that is free)
            --kubeconfig FILE, --nodes COUNT as for up

The clusters keep their files in the folder $SPIN_CLUSTERS_DIR (default: .spin/clusters).
`

// Environment is the outside world of the commands.
type Environment struct {
	In       io.Reader
	Out, Err io.Writer
	// Binary is this program.
	Binary string
	// Base is the folder of all clusters.
	Base string
}

// System returns the real outside world.
func System() Environment {
	base := os.Getenv("SPIN_CLUSTERS_DIR")
	if base == "" {
		base = ".spin/clusters"
	}
	binary, err := os.Executable()
	if err != nil {
		binary = os.Args[0]
	}
	return Environment{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Binary: binary, Base: base}
}

type options struct {
	name       string
	kubeconfig string
	nodes      int
	all        bool
	output     string
}

// Main runs one command and returns the exit code of the process.
func Main(arguments []string, environment Environment) int {
	if len(arguments) == 0 {
		fmt.Fprint(environment.Err, usage)
		return exitUsage
	}
	commands := map[string]func(Environment, options) error{
		"up": up, "down": down, "status": status, "run": run, daemonCommand: daemon,
	}
	switch arguments[0] {
	case "help", "-h", "--help":
		fmt.Fprint(environment.Out, usage)
		return exitDone
	}
	command, ok := commands[arguments[0]]
	if !ok {
		fmt.Fprintf(environment.Err, "there is no command %q\n\n%s", arguments[0], usage)
		return exitUsage
	}
	parsed, err := parse(arguments[0], arguments[1:])
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(environment.Out, usage)
		return exitDone
	}
	if err != nil {
		fmt.Fprintf(environment.Err, "%s: %v\n", arguments[0], err)
		return exitUsage
	}
	if err := command(environment, parsed); err != nil {
		fmt.Fprintf(environment.Err, "%s: %v\n", arguments[0], err)
		return exitFailed
	}
	return exitDone
}

func parse(command string, arguments []string) (options, error) {
	var o options
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.name, "name", "", "")
	switch command {
	case "up", "run", daemonCommand:
		flags.StringVar(&o.kubeconfig, "kubeconfig", "", "")
		flags.IntVar(&o.nodes, "nodes", 1, "")
	case "down":
		flags.BoolVar(&o.all, "all", false, "")
	case "status":
		flags.StringVar(&o.output, "o", "text", "")
	}
	if err := flags.Parse(arguments); err != nil {
		return o, err
	}
	return o, o.check(command, flags.Args())
}

func (o *options) check(command string, rest []string) error {
	switch {
	case len(rest) > 0:
		return fmt.Errorf("unexpected %q", rest[0])
	case o.all && o.name != "":
		return errors.New("give either --name or --all")
	case o.output != "" && o.output != "text" && o.output != "json":
		return fmt.Errorf("-o %s: there are text and json", o.output)
	case o.nodes < 1 && (command == "up" || command == "run"):
		return fmt.Errorf("--nodes %d: at least one is needed", o.nodes)
	case o.name != "":
		return cluster.CheckName(o.name)
	case command == "up" || command == "down":
		o.name = "default"
	}
	return nil
}
