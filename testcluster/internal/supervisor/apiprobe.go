package supervisor

import (
	"context"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

const pollInterval = 50 * time.Millisecond

// apiProbe talks to the real API server.
type apiProbe struct {
	client kubernetes.Interface
}

func newAPIProbe(kubeconfig string) (*apiProbe, error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, err
	}
	config.QPS = -1 // no limit: the polling below limits itself
	config.Timeout = 10 * time.Second
	client, err := kubernetes.NewForConfig(config)
	return &apiProbe{client: client}, err
}

func (a *apiProbe) ServerReady(ctx context.Context) error {
	return poll(ctx, "the API server", func(ctx context.Context) (string, error) {
		_, err := a.client.Discovery().RESTClient().Get().AbsPath("/readyz").DoRaw(ctx)
		return "", err
	})
}

func (a *apiProbe) ClusterReady(ctx context.Context, kubeletPort, nodes int) (string, error) {
	for i := range nodes {
		node := newNode(fmt.Sprintf("node-%d", i+1), kubeletPort)
		_, err := a.client.CoreV1().Nodes().Create(ctx, node, metav1.CreateOptions{})
		if err != nil && !apierrors.IsAlreadyExists(err) {
			return "", fmt.Errorf("create the node %s: %w", node.Name, err)
		}
	}
	if err := poll(ctx, "the nodes", a.nodesReady); err != nil {
		return "", err
	}
	if err := poll(ctx, "the default service account", a.serviceAccountReady); err != nil {
		return "", err
	}
	version, err := a.client.Discovery().ServerVersion()
	if err != nil {
		return "", err
	}
	return version.GitVersion, nil
}

// nodesReady asks for nodes without taints, too: until the controller manager has taken away the one of a new node,
// pods stay pending.
func (a *apiProbe) nodesReady(ctx context.Context) (string, error) {
	nodes, err := a.client.CoreV1().Nodes().List(ctx, metav1.ListOptions{})
	if err != nil {
		return "", err
	}
	for _, node := range nodes.Items {
		ready := false
		for _, condition := range node.Status.Conditions {
			ready = ready || condition.Type == corev1.NodeReady && condition.Status == corev1.ConditionTrue
		}
		if !ready {
			return node.Name + " is not ready", nil
		}
		if len(node.Spec.Taints) > 0 {
			return node.Name + " has the taint " + node.Spec.Taints[0].Key, nil
		}
	}
	return "", nil
}

func (a *apiProbe) serviceAccountReady(ctx context.Context) (string, error) {
	_, err := a.client.CoreV1().ServiceAccounts("default").Get(ctx, "default", metav1.GetOptions{})
	return "", err
}

// poll calls check until it gives neither a problem nor an error, or ctx ends: then the last of them is the reason.
func poll(ctx context.Context, what string, check func(context.Context) (problem string, err error)) error {
	last := "never asked"
	err := wait.PollUntilContextCancel(ctx, pollInterval, true, func(ctx context.Context) (bool, error) {
		problem, err := check(ctx)
		if err != nil {
			problem = err.Error()
		}
		if problem != "" {
			last = problem
		}
		return problem == "", nil
	})
	if err != nil {
		return fmt.Errorf("waiting for %s (%s): %w", what, last, err)
	}
	return nil
}

// newNode is a machine of usual size, so that requests beyond it are unschedulable for real. The kubelet's port is
// where the API server asks for container logs.
func newNode(name string, kubeletPort int) *corev1.Node {
	size := corev1.ResourceList{
		corev1.ResourceCPU:              resource.MustParse("32"),
		corev1.ResourceMemory:           resource.MustParse("128Gi"),
		corev1.ResourceEphemeralStorage: resource.MustParse("500Gi"),
		corev1.ResourcePods:             resource.MustParse("20000"),
	}
	return &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{
			Name: name,
			Labels: map[string]string{
				corev1.LabelHostname:   name,
				corev1.LabelOSStable:   "linux",
				corev1.LabelArchStable: "amd64",
			},
		},
		Status: corev1.NodeStatus{
			Allocatable: size,
			Capacity:    size,
			Addresses: []corev1.NodeAddress{
				{Type: corev1.NodeInternalIP, Address: "127.0.0.1"},
				{Type: corev1.NodeHostName, Address: name},
			},
			DaemonEndpoints: corev1.NodeDaemonEndpoints{
				KubeletEndpoint: corev1.DaemonEndpoint{Port: int32(kubeletPort)},
			},
		},
	}
}
