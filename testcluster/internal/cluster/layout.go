// Package cluster knows where clusters keep their files and which of them are alive.
package cluster

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// Names of the components, which are also the first argument of their processes.
const (
	Etcd              = "etcd"
	APIServer         = "kube-apiserver"
	ControllerManager = "kube-controller-manager"
	Scheduler         = "kube-scheduler"
	Kwok              = "kwok"
)

var validName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$`)

// CheckName tells whether name can name a cluster: it becomes a folder and a name in the kubeconfig.
func CheckName(name string) error {
	if !validName.MatchString(name) {
		return fmt.Errorf("%q is no cluster name: use up to 40 lower-case letters, digits and dashes, "+
			"with a letter or digit at both ends", name)
	}
	return nil
}

// Layout is the place of one cluster's files.
type Layout struct {
	Base string // the folder of all clusters, absolute
	Name string
}

// NewLayout returns the layout of the named cluster below base.
func NewLayout(base, name string) (Layout, error) {
	if err := CheckName(name); err != nil {
		return Layout{}, err
	}
	absolute, err := filepath.Abs(base)
	return Layout{Base: absolute, Name: name}, err
}

// Dir is the cluster's own folder; it goes away with the cluster.
func (l Layout) Dir() string { return filepath.Join(l.Base, l.Name) }

// Path returns a path below the cluster's folder.
func (l Layout) Path(elements ...string) string {
	return filepath.Join(append([]string{l.Dir()}, elements...)...)
}

// Kubeconfig is the administrator's kubeconfig with a token.
func (l Layout) Kubeconfig() string { return l.Path("kubeconfig") }

// CertificateKubeconfig is the administrator's kubeconfig with a client certificate.
func (l Layout) CertificateKubeconfig() string { return l.Path("kubeconfig-certificate") }

// Log is the log file of a component or of the supervisor.
func (l Layout) Log(component string) string { return l.Path("logs", component+".log") }

// List returns the layouts of all clusters below base, dead ones included, by name.
func List(base string) ([]Layout, error) {
	entries, err := os.ReadDir(base)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var layouts []Layout
	for _, entry := range entries {
		if !entry.IsDir() {
			continue
		}
		if layout, err := NewLayout(base, entry.Name()); err == nil {
			layouts = append(layouts, layout)
		}
	}
	return layouts, nil
}
