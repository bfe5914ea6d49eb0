package system

import (
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"

	admissionv1 "k8s.io/api/admission/v1"
	admissionregistration "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"

	"io.jenkins.plugins/spindelivery/testcluster/internal/cluster"
	"io.jenkins.plugins/spindelivery/testcluster/stages"
)

// One cluster for all: what they do does not get into each other's way, except for the last one.
func TestAPI(t *testing.T) {
	c := startRun(t)
	client := c.client(t)
	t.Run("version", func(t *testing.T) { testVersion(t, c, client) })
	t.Run("certificate", func(t *testing.T) { testCertificate(t, c) })
	t.Run("strict validation", func(t *testing.T) { testStrictValidation(t, client) })
	t.Run("log of a crashed container", func(t *testing.T) { testLog(t, client) })
	t.Run("pull failure", func(t *testing.T) { testPullFailure(t, client) })
	t.Run("unschedulable", func(t *testing.T) { testUnschedulable(t, client) })
	t.Run("webhook on the loopback address", func(t *testing.T) { testWebhook(t, client) })
	t.Run("killed components come back", func(t *testing.T) { testKilledComponents(t, c, client) })
}

func testVersion(t *testing.T, c *running, client kubernetes.Interface) {
	version, err := client.Discovery().ServerVersion()
	if err != nil {
		t.Fatal(err)
	}
	if version.GitVersion != c.state.Version || !strings.HasPrefix(version.GitVersion, "v1.") {
		t.Errorf("the server says %q, the line %q", version.GitVersion, c.state.Version)
	}
}

func testCertificate(t *testing.T, c *running) {
	config, err := clientcmd.BuildConfigFromFlags("", c.state.CertificateKubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	if config.BearerToken != "" || len(config.CertData) == 0 {
		t.Fatal("this kubeconfig should hold a certificate and no token")
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	if names := nodeNames(t, client); len(names) != 1 || names[0] != "node-1" {
		t.Errorf("nodes: %v", names)
	}
}

func testStrictValidation(t *testing.T, client kubernetes.Interface) {
	_, err := client.CoreV1().ConfigMaps("default").Patch(patient(t), "strict", types.ApplyPatchType,
		[]byte(`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"strict"},"dta":{}}`),
		metav1.PatchOptions{FieldManager: "test", FieldValidation: "Strict"})
	if err == nil || !strings.Contains(err.Error(), ".dta: field not declared in schema") {
		t.Errorf("got %v", err)
	}
}

func testLog(t *testing.T, client kubernetes.Interface) {
	createPod(t, client, "crashing", "web:1-crash", nil)
	waitFor(t, "CrashLoopBackOff", func() bool { return waitingReason(t, client, "crashing") == "CrashLoopBackOff" })
	tail := int64(1)
	text, err := client.CoreV1().Pods("default").
		GetLogs("crashing", &corev1.PodLogOptions{Previous: true, TailLines: &tail}).DoRaw(patient(t))
	if err != nil || string(text) != "ERROR giving up, exit code 1\n" {
		t.Errorf("log: %q, %v", text, err)
	}
}

func testPullFailure(t *testing.T, client kubernetes.Interface) {
	createPod(t, client, "unpullable", "web:1", map[string]string{stages.BehaviourAnnotation: "pullfail"})
	waitFor(t, "ImagePullBackOff", func() bool { return waitingReason(t, client, "unpullable") == "ImagePullBackOff" })
	_, err := client.CoreV1().Pods("default").GetLogs("unpullable", &corev1.PodLogOptions{}).Stream(patient(t))
	want := `container "web" in pod "unpullable" is waiting to start: `
	if !apierrors.IsBadRequest(err) || !strings.Contains(err.Error(), want) {
		t.Errorf("log: %v", err)
	}
}

func testUnschedulable(t *testing.T, client kubernetes.Interface) {
	pod := newPod("huge", "web:1", nil)
	pod.Spec.NodeSelector = map[string]string{"no": "such"}
	if _, err := client.CoreV1().Pods("default").Create(patient(t), pod, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the scheduler's refusal", func() bool {
		for _, condition := range getPod(t, client, "huge").Status.Conditions {
			if condition.Type == corev1.PodScheduled && condition.Reason == corev1.PodReasonUnschedulable {
				return true
			}
		}
		return false
	})
}

// testWebhook proves that the API server reaches webhooks of the tests themselves.
func testWebhook(t *testing.T, client kubernetes.Interface) {
	server := httptest.NewTLSServer(http.HandlerFunc(refuse))
	defer server.Close()
	none, fail := admissionregistration.SideEffectClassNone, admissionregistration.Fail
	configuration := &admissionregistration.ValidatingWebhookConfiguration{
		ObjectMeta: metav1.ObjectMeta{Name: "refuser"},
		Webhooks: []admissionregistration.ValidatingWebhook{{
			Name:                    "refuser.test.example",
			AdmissionReviewVersions: []string{"v1"},
			SideEffects:             &none,
			FailurePolicy:           &fail,
			ClientConfig: admissionregistration.WebhookClientConfig{
				URL:      &server.URL,
				CABundle: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}),
			},
			ObjectSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"refuse": "me"}},
			Rules: []admissionregistration.RuleWithOperations{{
				Operations: []admissionregistration.OperationType{admissionregistration.Create},
				Rule: admissionregistration.Rule{
					APIGroups: []string{""}, APIVersions: []string{"v1"}, Resources: []string{"configmaps"},
				},
			}},
		}},
	}
	webhooks := client.AdmissionregistrationV1().ValidatingWebhookConfigurations()
	if _, err := webhooks.Create(patient(t), configuration, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	// The API server learns of a new webhook with a delay; dry runs leave nothing behind until it has.
	waitFor(t, "the webhook's refusal", func() bool {
		_, err := client.CoreV1().ConfigMaps("default").Create(patient(t), &corev1.ConfigMap{
			ObjectMeta: metav1.ObjectMeta{Name: "refused", Labels: map[string]string{"refuse": "me"}},
		}, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}})
		return err != nil && strings.Contains(err.Error(), "refused by the test")
	})
}

func refuse(w http.ResponseWriter, r *http.Request) {
	var review admissionv1.AdmissionReview
	if err := json.NewDecoder(r.Body).Decode(&review); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	review.Response = &admissionv1.AdmissionResponse{
		UID:    review.Request.UID,
		Result: &metav1.Status{Message: "refused by the test"},
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(review)
}

func testKilledComponents(t *testing.T, c *running, client kubernetes.Interface) {
	for _, name := range []string{cluster.Etcd, cluster.APIServer} {
		c.signal(t, c.state.Pids[name], syscall.SIGKILL)
	}
	pod := newPod("afterwards", "web:1", nil)
	waitFor(t, "the API server to come back", func() bool {
		_, err := client.CoreV1().Pods("default").Create(patient(t), pod, metav1.CreateOptions{})
		return err == nil || apierrors.IsAlreadyExists(err)
	})
	waitFor(t, "a pod to become ready afterwards", func() bool {
		statuses := getPod(t, client, "afterwards").Status.ContainerStatuses
		return len(statuses) == 1 && statuses[0].Ready
	})
	waitFor(t, "what was there before", func() bool { return waitingReason(t, client, "crashing") == "CrashLoopBackOff" })
}

func nodeNames(t *testing.T, client kubernetes.Interface) []string {
	t.Helper()
	nodes, err := client.CoreV1().Nodes().List(patient(t), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, node := range nodes.Items {
		names = append(names, node.Name)
	}
	return names
}

func newPod(name, image string, annotations map[string]string) *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: name, Annotations: annotations},
		Spec:       corev1.PodSpec{Containers: []corev1.Container{{Name: "web", Image: image}}},
	}
}

func createPod(t *testing.T, client kubernetes.Interface, name, image string, annotations map[string]string) {
	t.Helper()
	pod := newPod(name, image, annotations)
	if _, err := client.CoreV1().Pods("default").Create(patient(t), pod, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
}

func getPod(t *testing.T, client kubernetes.Interface, name string) *corev1.Pod {
	t.Helper()
	pod, err := client.CoreV1().Pods("default").Get(patient(t), name, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return pod
}

func waitingReason(t *testing.T, client kubernetes.Interface, pod string) string {
	t.Helper()
	statuses := getPod(t, client, pod).Status.ContainerStatuses
	if len(statuses) == 0 || statuses[0].State.Waiting == nil {
		return ""
	}
	return statuses[0].State.Waiting.Reason
}
