package kubelet

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"io.jenkins.plugins/spindelivery/testcluster/stages"
)

var started = metav1.NewTime(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))

func TestLogs(t *testing.T) {
	running := corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: started}}
	crashed := corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{
		ExitCode: 3, Reason: "Error", StartedAt: started,
	}}
	killed := corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{ExitCode: 137, Reason: "OOMKilled"}}
	const head = "INFO  starting web from i:1\nINFO  reading the configuration\n"
	const crash = head + "ERROR cannot connect to the database at db:3306: connection refused\n" +
		"ERROR giving up, exit code 3\n"
	for name, c := range map[string]struct {
		status corev1.ContainerStatus
		query  string
		code   int
		want   string
	}{
		"ready":     {corev1.ContainerStatus{State: running, Ready: true}, "", 200, head + "INFO  listening on port 8080\n"},
		"not ready": {corev1.ContainerStatus{State: running}, "", 200, head + "WARN  not ready: the database at db:3306 does not answer\n"},
		"crashed":   {corev1.ContainerStatus{State: crashed}, "", 200, crash},
		"killed":    {corev1.ContainerStatus{State: killed}, "", 200, head + "INFO  filling the cache\n"},
		"back-off shows the run before": {
			corev1.ContainerStatus{State: waiting("CrashLoopBackOff"), LastTerminationState: crashed}, "", 200, crash,
		},
		"previous": {
			corev1.ContainerStatus{State: running, LastTerminationState: crashed}, "previous=true", 200, crash,
		},
		"no previous": {
			corev1.ContainerStatus{State: running}, "previous=true", 400,
			`previous terminated container "web" in pod "p" not found`,
		},
		"pull": {
			corev1.ContainerStatus{State: waiting("ImagePullBackOff")}, "", 400,
			`container "web" in pod "p" is waiting to start: trying and failing to pull image`,
		},
		"tail":       {corev1.ContainerStatus{State: crashed}, "tailLines=1", 200, "ERROR giving up, exit code 3\n"},
		"tail none":  {corev1.ContainerStatus{State: crashed}, "tailLines=0", 200, ""},
		"limit":      {corev1.ContainerStatus{State: crashed}, "limitBytes=4", 200, "INFO"},
		"timestamps": {corev1.ContainerStatus{State: crashed}, "timestamps=true&tailLines=1", 200, "2026-01-02T03:04:05Z ERROR giving up, exit code 3\n"},
	} {
		t.Run(name, func(t *testing.T) {
			c.status.Name, c.status.Image = "web", "i:1"
			code, text := get(podWith(c.status, nil), "/containerLogs/n/p/web?"+c.query)
			if code != c.code || text != c.want {
				t.Errorf("got %d %q, want %d %q", code, text, c.code, c.want)
			}
		})
	}
}

func TestLogByAnnotation(t *testing.T) {
	status := corev1.ContainerStatus{Name: "web", State: corev1.ContainerState{Running: &corev1.ContainerStateRunning{}}}
	pod := podWith(status, map[string]string{stages.LogAnnotation: "one\ntwo\n"})
	if code, text := get(pod, "/containerLogs/n/p/web?tailLines=1"); code != 200 || text != "two\n" {
		t.Errorf("got %d %q", code, text)
	}
}

func TestUnknownPodAndContainer(t *testing.T) {
	pod := podWith(corev1.ContainerStatus{Name: "web"}, nil)
	if code, _ := get(pod, "/containerLogs/n/other/web"); code != http.StatusNotFound {
		t.Errorf("unknown pod: %d, want 404", code)
	}
	code, text := get(pod, "/containerLogs/n/p/other")
	if want := `container "other" in pod "p" is waiting to start: ContainerCreating`; code != 400 || text != want {
		t.Errorf("container without status: %d %q, want 400 %q", code, text, want)
	}
}

func TestThereIsNoExec(t *testing.T) {
	for _, path := range []string{"/exec/n/p/web", "/run/n/p/web", "/attach/n/p/web", "/portForward/n/p"} {
		if code, _ := get(podWith(corev1.ContainerStatus{Name: "web"}, nil), path); code != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", path, code)
		}
	}
}

func waiting(reason string) corev1.ContainerState {
	return corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: reason}}
}

func podWith(status corev1.ContainerStatus, annotations map[string]string) *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Namespace: "n", Name: "p", Annotations: annotations},
		Status:     corev1.PodStatus{ContainerStatuses: []corev1.ContainerStatus{status}},
	}
}

func get(pod *corev1.Pod, url string) (int, string) {
	handler := Handler(func(_ context.Context, namespace, name string) (*corev1.Pod, error) {
		if namespace != pod.Namespace || name != pod.Name {
			return nil, apierrors.NewNotFound(schema.GroupResource{Resource: "pods"}, name)
		}
		return pod, nil
	})
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, url, nil))
	return recorder.Code, recorder.Body.String()
}
