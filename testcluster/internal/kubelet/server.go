// Package kubelet answers the API server's requests for container logs, the only part of a kubelet's HTTP interface
// that a client of this cluster needs. Exec, attach and port-forward are not there: nothing runs that one could enter.
package kubelet

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

const variablePrefix = "SPIN_TESTCLUSTER_KUBELET_"

// Config of the endpoint. Only clients with a certificate of the authority may ask: other users of the machine may not.
type Config struct {
	Address, Kubeconfig, Authority, Certificate, Key string
}

// Environment is the way of the configuration into the process: its command line belongs to kwok.
func (c Config) Environment() []string {
	return []string{
		variablePrefix + "ADDRESS=" + c.Address,
		variablePrefix + "KUBECONFIG=" + c.Kubeconfig,
		variablePrefix + "AUTHORITY=" + c.Authority,
		variablePrefix + "CERTIFICATE=" + c.Certificate,
		variablePrefix + "KEY=" + c.Key,
	}
}

// Server serves container logs over HTTPS.
type Server struct {
	config Config
	tls    *tls.Config
	pods   PodGetter
}

// PodGetter reads a pod from the API server.
type PodGetter func(ctx context.Context, namespace, name string) (*corev1.Pod, error)

// FromEnvironment returns the server whose configuration is in the environment.
func FromEnvironment() (*Server, error) {
	config := Config{
		Address:     os.Getenv(variablePrefix + "ADDRESS"),
		Kubeconfig:  os.Getenv(variablePrefix + "KUBECONFIG"),
		Authority:   os.Getenv(variablePrefix + "AUTHORITY"),
		Certificate: os.Getenv(variablePrefix + "CERTIFICATE"),
		Key:         os.Getenv(variablePrefix + "KEY"),
	}
	authority, err := os.ReadFile(config.Authority)
	if err != nil {
		return nil, err
	}
	clients := x509.NewCertPool()
	if !clients.AppendCertsFromPEM(authority) {
		return nil, fmt.Errorf("no certificate in %s", config.Authority)
	}
	rest, err := clientcmd.BuildConfigFromFlags("", config.Kubeconfig)
	if err != nil {
		return nil, err
	}
	client, err := kubernetes.NewForConfig(rest)
	if err != nil {
		return nil, err
	}
	return &Server{
		config: config,
		tls:    &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: clients, MinVersion: tls.VersionTLS12},
		pods: func(ctx context.Context, namespace, name string) (*corev1.Pod, error) {
			return client.CoreV1().Pods(namespace).Get(ctx, name, metav1.GetOptions{})
		},
	}, nil
}

// Serve serves until ctx ends.
func (s *Server) Serve(ctx context.Context) error {
	server := &http.Server{
		Addr:              s.config.Address,
		Handler:           Handler(s.pods),
		TLSConfig:         s.tls,
		ReadHeaderTimeout: 5 * time.Second,
	}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	err := server.ListenAndServeTLS(s.config.Certificate, s.config.Key)
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// Handler answers GET /containerLogs/NAMESPACE/POD/CONTAINER with the query parameters of PodLogOptions, as a kubelet
// does: with text, or status 400 and a message when there can be no log.
func Handler(pods PodGetter) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /containerLogs/{namespace}/{pod}/{container}", func(w http.ResponseWriter, r *http.Request) {
		pod, err := pods(r.Context(), r.PathValue("namespace"), r.PathValue("pod"))
		if apierrors.IsNotFound(err) {
			fail(w, err.Error(), http.StatusNotFound)
			return
		}
		if err != nil {
			fail(w, err.Error(), http.StatusInternalServerError)
			return
		}
		text, err := containerLog(pod, r.PathValue("container"), r.URL.Query())
		if err != nil {
			fail(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "text/plain")
		_, _ = strings.NewReader(text).WriteTo(w)
	})
	return mux
}

// fail answers without the line end that http.Error adds: the API server makes the text the message of its Status.
func fail(w http.ResponseWriter, message string, code int) {
	w.Header().Set("Content-Type", "text/plain")
	w.WriteHeader(code)
	_, _ = strings.NewReader(message).WriteTo(w)
}
