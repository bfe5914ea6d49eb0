package cluster

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// kubeconfigMark is the first line of our files: it tells them from a user's own, which we neither overwrite nor delete.
const kubeconfigMark = "# Written by spin-testcluster for the cluster "

// KubeconfigFor returns a kubeconfig with one cluster, one user and the namespace `default`.
func KubeconfigFor(name, server string, authority []byte, user clientcmdapi.AuthInfo) ([]byte, error) {
	entry := "spin-" + name
	data, err := clientcmd.Write(clientcmdapi.Config{
		Clusters:       map[string]*clientcmdapi.Cluster{entry: {Server: server, CertificateAuthorityData: authority}},
		AuthInfos:      map[string]*clientcmdapi.AuthInfo{entry: &user},
		Contexts:       map[string]*clientcmdapi.Context{entry: {Cluster: entry, AuthInfo: entry, Namespace: "default"}},
		CurrentContext: entry,
	})
	if err != nil {
		return nil, err
	}
	return append([]byte(markOf(name)), data...), nil
}

// CheckKubeconfig fails if writing to path would destroy a file that is not ours.
func CheckKubeconfig(path string) error {
	data, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("cannot use %s for the kubeconfig: %w", path, err)
	}
	if !bytes.HasPrefix(data, []byte(kubeconfigMark)) {
		return fmt.Errorf("%s exists and was not written by this program: "+
			"name another file, or move that one away first", path)
	}
	return nil
}

// WriteKubeconfig writes the file for the owner only, or fails as CheckKubeconfig does.
func WriteKubeconfig(path string, data []byte) error {
	if err := CheckKubeconfig(path); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	temporary := path + ".new"
	if err := os.WriteFile(temporary, data, 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}

// RemoveKubeconfig removes the file if it is the one of the named cluster: by now another cluster may have written it.
func RemoveKubeconfig(path, name string) error {
	data, err := os.ReadFile(path)
	if os.IsNotExist(err) || err == nil && !bytes.HasPrefix(data, []byte(markOf(name))) {
		return nil
	}
	if err != nil {
		return err
	}
	return os.Remove(path)
}

func markOf(name string) string {
	return kubeconfigMark + name + ", which removes it when it stops.\n"
}
