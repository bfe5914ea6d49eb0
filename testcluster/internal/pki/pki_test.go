package pki

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestIssuedCertificatesAreTrustedForServersAndClients(t *testing.T) {
	now := time.Now()
	authority, err := NewAuthority("test", now)
	if err != nil {
		t.Fatal(err)
	}
	server, err := authority.Issue("s", nil, []string{"localhost"}, []net.IP{net.IPv4(127, 0, 0, 1)}, now)
	if err != nil {
		t.Fatal(err)
	}
	client, err := authority.IssueRSA("admin", []string{"masters"}, now)
	if err != nil {
		t.Fatal(err)
	}
	verify(t, authority, server, x509.VerifyOptions{DNSName: "127.0.0.1"})
	verify(t, authority, server, x509.VerifyOptions{DNSName: "localhost"})
	leaf := verify(t, authority, client, x509.VerifyOptions{KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}})
	if leaf.Subject.CommonName != "admin" || leaf.Subject.Organization[0] != "masters" {
		t.Errorf("the client's subject is %v", leaf.Subject)
	}
	if block, _ := pem.Decode(client.Key); block.Type != "RSA PRIVATE KEY" {
		t.Errorf("the client's key is a %s: fabric8 reads others only with a further library", block.Type)
	}
}

func TestCertificatesOfOneAuthorityAreNotTrustedByAnother(t *testing.T) {
	now := time.Now()
	one, _ := NewAuthority("same name", now)
	two, _ := NewAuthority("same name", now)
	pair, err := one.Issue("s", nil, []string{"localhost"}, nil, now)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(two.PEM)
	if _, err := parse(t, pair).Verify(x509.VerifyOptions{Roots: roots}); err == nil {
		t.Error("trusted by an authority that has not signed it")
	}
}

func TestKeysAreForTheOwnerOnly(t *testing.T) {
	now := time.Now()
	authority, _ := NewAuthority("test", now)
	pair, _ := authority.Issue("s", nil, nil, nil, now)
	dir := t.TempDir()
	if err := pair.Write(dir, "s"); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(dir, "s.key")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode of the key: %v, %v; want 0600", info, err)
	}
}

func verify(t *testing.T, authority *Authority, pair Pair, options x509.VerifyOptions) *x509.Certificate {
	t.Helper()
	if _, err := tls.X509KeyPair(pair.Certificate, pair.Key); err != nil {
		t.Fatal(err)
	}
	options.Roots = x509.NewCertPool()
	options.Roots.AppendCertsFromPEM(authority.PEM)
	leaf := parse(t, pair)
	if _, err := leaf.Verify(options); err != nil {
		t.Error(err)
	}
	return leaf
}

func parse(t *testing.T, pair Pair) *x509.Certificate {
	t.Helper()
	block, _ := pem.Decode(pair.Certificate)
	leaf, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return leaf
}
