package supervisor

import (
	"fmt"
	"net"

	"io.jenkins.plugins/spindelivery/testcluster/internal/cluster"
	"io.jenkins.plugins/spindelivery/testcluster/internal/kubelet"
)

// serviceRange is where Services get their addresses from. Nothing answers there: there is no service network.
const serviceRange = "10.96.0.0/16"

// ports of one start; all on the loopback address.
type ports struct {
	etcd, etcdPeer, server, kubelet int
}

// pickPorts finds free ports. Another process can take one before the component binds it, so the caller must be ready
// to pick again.
func pickPorts() (ports, error) {
	var p ports
	for _, port := range []*int{&p.etcd, &p.etcdPeer, &p.server, &p.kubelet} {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return p, fmt.Errorf("find a free port: %w", err)
		}
		// Held until all are picked, or the same one could come twice.
		defer listener.Close()
		*port = listener.Addr().(*net.TCPAddr).Port
	}
	return p, nil
}

func (s *Supervisor) newProcess(name string, args ...string) *process {
	return &process{name: name, args: args, logFile: s.layout.Log(name)}
}

func (s *Supervisor) etcd(p ports) *process {
	client := fmt.Sprintf("https://127.0.0.1:%d", p.etcd)
	peer := fmt.Sprintf("https://127.0.0.1:%d", p.etcdPeer)
	return s.newProcess(cluster.Etcd,
		"--name=default",
		"--data-dir="+s.layout.Path("etcd"),
		"--listen-client-urls="+client,
		"--advertise-client-urls="+client,
		"--listen-peer-urls="+peer,
		"--initial-advertise-peer-urls="+peer,
		"--initial-cluster=default="+peer,
		"--client-cert-auth=true",
		"--trusted-ca-file="+s.pki("ca.crt"),
		"--cert-file="+s.pki("etcd.crt"),
		"--key-file="+s.pki("etcd.key"),
		"--peer-client-cert-auth=true",
		"--peer-trusted-ca-file="+s.pki("ca.crt"),
		"--peer-cert-file="+s.pki("etcd.crt"),
		"--peer-key-file="+s.pki("etcd.key"),
		// Clusters do not outlive the machine, so nobody needs to wait for the disk.
		"--unsafe-no-fsync=true",
		"--log-level=warn",
	)
}

func (s *Supervisor) apiServer(p ports) *process {
	return s.newProcess(cluster.APIServer,
		"--bind-address=127.0.0.1",
		"--advertise-address=127.0.0.1",
		"--endpoint-reconciler-type=none",
		fmt.Sprintf("--secure-port=%d", p.server),
		"--cert-dir="+s.layout.Path("pki"),
		"--tls-cert-file="+s.pki("server.crt"),
		"--tls-private-key-file="+s.pki("server.key"),
		"--client-ca-file="+s.pki("ca.crt"),
		"--token-auth-file="+s.pki("tokens.csv"),
		"--authorization-mode=Node,RBAC",
		fmt.Sprintf("--etcd-servers=https://127.0.0.1:%d", p.etcd),
		"--etcd-cafile="+s.pki("ca.crt"),
		"--etcd-certfile="+s.pki("etcd.crt"),
		"--etcd-keyfile="+s.pki("etcd.key"),
		"--service-cluster-ip-range="+serviceRange,
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file="+s.pki("service-account.pub"),
		"--service-account-signing-key-file="+s.pki("service-account.key"),
		"--kubelet-preferred-address-types=InternalIP",
		"--kubelet-certificate-authority="+s.pki("ca.crt"),
		"--kubelet-client-certificate="+s.pki("server.crt"),
		"--kubelet-client-key="+s.pki("server.key"),
		"--allow-privileged=true",
		"--profiling=false",
	)
}

func (s *Supervisor) controllerManager() *process {
	return s.newProcess(cluster.ControllerManager,
		"--kubeconfig="+s.layout.Kubeconfig(),
		"--secure-port=0",
		"--authentication-skip-lookup=true",
		"--leader-elect=false",
		"--service-account-private-key-file="+s.pki("service-account.key"),
		"--root-ca-file="+s.pki("ca.crt"),
		"--cluster-signing-cert-file="+s.pki("ca.crt"),
		"--cluster-signing-key-file="+s.pki("ca.key"),
		// A busy machine must not look like a lost node, which would make ready pods unready.
		"--node-monitor-grace-period=5m",
		"--kube-api-qps=1000",
		"--kube-api-burst=2000",
		"--profiling=false",
	)
}

func (s *Supervisor) scheduler() *process {
	return s.newProcess(cluster.Scheduler,
		"--kubeconfig="+s.layout.Kubeconfig(),
		"--secure-port=0",
		"--authentication-skip-lookup=true",
		"--leader-elect=false",
		"--kube-api-qps=1000",
		"--kube-api-burst=2000",
		"--profiling=false",
	)
}

func (s *Supervisor) kwok(p ports) *process {
	process := s.newProcess(cluster.Kwok,
		"--kubeconfig="+s.layout.Kubeconfig(),
		"--config="+s.layout.Path("stages.yaml"),
		"--manage-all-nodes=true",
		// Without leases the node lifecycle controller takes the node for dead after 50 s, and its pods for not ready.
		"--node-lease-duration-seconds=40",
		"--node-ip=127.0.0.1",
		"--cidr=10.244.0.0/16",
	)
	process.environment = kubelet.Config{
		Address:     fmt.Sprintf("127.0.0.1:%d", p.kubelet),
		Kubeconfig:  s.layout.Kubeconfig(),
		Authority:   s.pki("ca.crt"),
		Certificate: s.pki("kubelet.crt"),
		Key:         s.pki("kubelet.key"),
	}.Environment()
	return process
}

func (s *Supervisor) pki(file string) string { return s.layout.Path("pki", file) }
