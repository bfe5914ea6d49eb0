// Package pki makes the keys and certificates of one cluster. They live as long as the cluster does.
package pki

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

const lifetime = 365 * 24 * time.Hour

// Authority signs the certificates of one cluster.
type Authority struct {
	certificate *x509.Certificate
	key         crypto.Signer
	// PEM is the authority's own certificate.
	PEM []byte
	// KeyPEM is its private key: the controller that signs requests of certificates needs it.
	KeyPEM []byte
}

// Pair is a certificate and its private key, both PEM.
type Pair struct {
	Certificate []byte
	Key         []byte
}

// NewAuthority makes an authority that is valid from a minute ago (clocks of virtual machines step back) for a year.
func NewAuthority(name string, now time.Time) (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template, err := newTemplate(pkix.Name{CommonName: name}, now)
	if err != nil {
		return nil, err
	}
	template.IsCA = true
	template.BasicConstraintsValid = true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	keyDer, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, err
	}
	return &Authority{
		certificate: certificate,
		key:         key,
		PEM:         encode("CERTIFICATE", der),
		KeyPEM:      encode("EC PRIVATE KEY", keyDer),
	}, nil
}

// Issue signs a certificate for the given user name and groups that serves on the loopback address and names, and
// can act as a client as well.
func (a *Authority) Issue(user string, groups []string, dnsNames []string, ips []net.IP, now time.Time) (Pair, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return Pair{}, err
	}
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return Pair{}, err
	}
	certificate, err := a.sign(key.Public(), user, groups, dnsNames, ips, now)
	return Pair{Certificate: certificate, Key: encode("EC PRIVATE KEY", der)}, err
}

// IssueRSA signs a client certificate with an RSA key, which is what kubeconfig files of most clusters hold and what
// every client library can read.
func (a *Authority) IssueRSA(user string, groups []string, now time.Time) (Pair, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return Pair{}, err
	}
	certificate, err := a.sign(key.Public(), user, groups, nil, nil, now)
	return Pair{Certificate: certificate, Key: encode("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key))}, err
}

func (a *Authority) sign(
	key crypto.PublicKey, user string, groups, dnsNames []string, ips []net.IP, now time.Time,
) ([]byte, error) {
	template, err := newTemplate(pkix.Name{CommonName: user, Organization: groups}, now)
	if err != nil {
		return nil, err
	}
	template.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth}
	template.DNSNames = dnsNames
	template.IPAddresses = ips
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, key, a.key)
	if err != nil {
		return nil, fmt.Errorf("sign the certificate of %s: %w", user, err)
	}
	return encode("CERTIFICATE", der), nil
}

// NewSigningKey makes the key pair that signs the tokens of service accounts.
func NewSigningKey() (private, public []byte, err error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	privateDer, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, nil, err
	}
	publicDer, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return nil, nil, err
	}
	return encode("EC PRIVATE KEY", privateDer), encode("PUBLIC KEY", publicDer), nil
}

// NewToken makes a bearer token of 128 random bits.
func NewToken() (string, error) {
	random := make([]byte, 16)
	if _, err := rand.Read(random); err != nil {
		return "", err
	}
	return hex.EncodeToString(random), nil
}

// Write stores the pair as NAME.crt and NAME.key in dir, readable by the owner only.
func (p Pair) Write(dir, name string) error {
	if err := os.WriteFile(filepath.Join(dir, name+".crt"), p.Certificate, 0o600); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, name+".key"), p.Key, 0o600)
}

func newTemplate(subject pkix.Name, now time.Time) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, err
	}
	return &x509.Certificate{
		SerialNumber: serial,
		Subject:      subject,
		NotBefore:    now.Add(-time.Minute),
		NotAfter:     now.Add(lifetime),
	}, nil
}

func encode(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}
