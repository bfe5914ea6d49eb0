package supervisor

import (
	"fmt"
	"net"
	"os"
	"time"

	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"io.jenkins.plugins/spindelivery/testcluster/internal/cluster"
	"io.jenkins.plugins/spindelivery/testcluster/internal/pki"
)

const (
	administrator = "spin-admin"
	mastersGroup  = "system:masters" // may do everything, whatever RBAC says
)

// credentials are the keys of one cluster; they stay the same when a start is tried again with other ports.
type credentials struct {
	authority *pki.Authority
	token     string
	client    pki.Pair
}

// newCredentials makes all keys and writes those that the components read.
func (s *Supervisor) newCredentials(now time.Time) (*credentials, error) {
	if err := os.MkdirAll(s.layout.Path("pki"), 0o700); err != nil {
		return nil, err
	}
	authority, err := pki.NewAuthority("spin-testcluster-"+s.layout.Name, now)
	if err != nil {
		return nil, err
	}
	loopback := []net.IP{net.IPv4(127, 0, 0, 1)}
	serverNames := []string{"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"}
	for _, issued := range []struct {
		file, user string
		groups     []string
		names      []string
	}{
		{"server", "kube-apiserver", []string{mastersGroup}, serverNames},
		{"etcd", "etcd", nil, []string{"localhost"}},
		{"kubelet", "kubelet", nil, []string{"localhost"}},
	} {
		pair, err := authority.Issue(issued.user, issued.groups, issued.names, loopback, now)
		if err != nil {
			return nil, err
		}
		if err := pair.Write(s.layout.Path("pki"), issued.file); err != nil {
			return nil, err
		}
	}
	client, err := authority.IssueRSA(administrator, []string{mastersGroup}, now)
	if err != nil {
		return nil, err
	}
	token, err := pki.NewToken()
	if err != nil {
		return nil, err
	}
	c := &credentials{authority: authority, token: token, client: client}
	return c, s.writeShared(c)
}

func (s *Supervisor) writeShared(c *credentials) error {
	private, public, err := pki.NewSigningKey()
	if err != nil {
		return err
	}
	for file, content := range map[string][]byte{
		"ca.crt":              c.authority.PEM,
		"ca.key":              c.authority.KeyPEM,
		"service-account.key": private,
		"service-account.pub": public,
		"tokens.csv":          fmt.Appendf(nil, "%s,%s,%s,%s\n", c.token, administrator, administrator, mastersGroup),
	} {
		if err := os.WriteFile(s.pki(file), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// writeKubeconfigs writes the administrator's files in the cluster's folder.
func (s *Supervisor) writeKubeconfigs(c *credentials, server string) error {
	byToken := clientcmdapi.AuthInfo{Token: c.token}
	byCertificate := clientcmdapi.AuthInfo{
		ClientCertificateData: c.client.Certificate,
		ClientKeyData:         c.client.Key,
	}
	for path, user := range map[string]clientcmdapi.AuthInfo{
		s.layout.Kubeconfig():            byToken,
		s.layout.CertificateKubeconfig(): byCertificate,
	} {
		data, err := cluster.KubeconfigFor(s.layout.Name, server, c.authority.PEM, user)
		if err != nil {
			return err
		}
		if err := cluster.WriteKubeconfig(path, data); err != nil {
			return err
		}
	}
	return nil
}
