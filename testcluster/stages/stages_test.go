package stages

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
	"sigs.k8s.io/kwok/pkg/apis/internalversion"
	"sigs.k8s.io/kwok/pkg/config"
	"sigs.k8s.io/kwok/pkg/utils/gotpl"
	"sigs.k8s.io/kwok/pkg/utils/lifecycle"
)

// What becomes of a Deployment's pod: one line per step, as describe writes them.
var courses = map[string][]string{
	"normal":     {"0s Running ready"},
	"neverready": {"0s Running unready", "0s event Unhealthy"},
	"slow":       {"0s Running unready", "5s Running ready"},
	"crash": {
		"0s Running unready", "200ms Running Error exit 1", "200ms Running unready restarts 1 last Error",
		"300ms event BackOff Running CrashLoopBackOff restarts 1 last Error",
		"10s Running unready restarts 2 last Error",
		"300ms event BackOff Running CrashLoopBackOff restarts 2 last Error",
	},
	"oom": {
		"0s Running unready", "200ms Running OOMKilled exit 137", "200ms Running unready restarts 1 last OOMKilled",
		"300ms event BackOff Running CrashLoopBackOff restarts 1 last OOMKilled",
		"10s Running unready restarts 2 last OOMKilled",
		"300ms event BackOff Running CrashLoopBackOff restarts 2 last OOMKilled",
	},
	"pullfail": {
		"0s event Failed Pending ErrImagePull", "500ms event BackOff Pending ImagePullBackOff",
		"15s event Failed Pending ErrImagePull", "500ms event BackOff Pending ImagePullBackOff",
		"15s event Failed Pending ErrImagePull", "500ms event BackOff Pending ImagePullBackOff",
	},
	"failed":    {"0s Running ready", "500ms Failed Error exit 1"},
	"succeeded": {"0s Running ready", "100ms Succeeded Completed exit 0"},
	"restartonce": {
		"0s Running unready", "200ms Running Error exit 1", "1s Running ready restarts 1 last Error",
	},
}

func TestEachBehaviourByAnnotationAndByTag(t *testing.T) {
	for behaviour, want := range courses {
		byAnnotation := newPod("a:1")
		byAnnotation.Annotations = map[string]string{BehaviourAnnotation: behaviour}
		wantCourse(t, behaviour+" by annotation", byAnnotation, want)
		if behaviour != "normal" {
			wantCourse(t, behaviour+" by tag", newPod("a:1.0-"+behaviour), want)
		}
	}
}

func TestEachDocumentedBehaviourHasACourse(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, behaviour := range Behaviours {
		if courses[behaviour] == nil {
			t.Errorf("%s is not tested", behaviour)
		}
		if !strings.Contains(string(readme), "| `"+behaviour+"` |") {
			t.Errorf("%s is not in the table of README.md", behaviour)
		}
	}
}

func TestOnlyTheTagCounts(t *testing.T) {
	for image, word := range map[string]string{
		"web-crash:1": "normal", "reg:5000/x-crash/web": "normal", "web:crash": "normal", "web:1-crashed": "normal",
		"web:1-crash": "crash", "reg:5000/web:1-crash.2": "crash", "web:1-crash-b": "crash", "web:1-crash@sha256:ab": "crash",
	} {
		wantCourse(t, image, newPod(image), courses[word])
	}
}

func TestOtherContainersOfThePodAreWell(t *testing.T) {
	pod := newPod("a:1-crash")
	pod.Spec.Containers = append(pod.Spec.Containers, corev1.Container{Name: "side", Image: "side:1"})
	play(t, pod, 4)
	side := pod.Status.ContainerStatuses[1]
	if !side.Ready || side.State.Running == nil || side.RestartCount != 0 {
		t.Errorf("the container beside the crashing one: %+v", side)
	}
	ready := pod.Status.Conditions[slices.IndexFunc(pod.Status.Conditions, func(c corev1.PodCondition) bool {
		return c.Type == corev1.PodReady
	})]
	if ready.Status != corev1.ConditionFalse || ready.Message != "containers with unready status: [web]" {
		t.Errorf("condition: %+v", ready)
	}
}

func TestPodsOfJobsEnd(t *testing.T) {
	for word, want := range map[string][]string{
		"normal": {"0s Running ready", "100ms Succeeded Completed exit 0"},
		"slow":   {"0s Running unready", "5s Running ready", "100ms Succeeded Completed exit 0"},
		"crash":  {"0s Running unready", "500ms Failed Error exit 1"},
		"oom":    {"0s Running unready", "500ms Failed OOMKilled exit 137"},
	} {
		pod := newPod("a:1-" + word)
		pod.Spec.RestartPolicy = corev1.RestartPolicyNever
		pod.OwnerReferences = []metav1.OwnerReference{{Kind: "Job"}}
		wantCourse(t, word, pod, want)
	}
}

func TestDelays(t *testing.T) {
	wantCourse(t, "tag", newPod("a:1-slow-20s"), []string{"0s Running unready", "20s Running ready"})
	for behaviour, last := range map[string]string{
		"slow": "2s Running ready", "failed": "2s Failed Error exit 1", "succeeded": "2s Succeeded Completed exit 0",
	} {
		pod := newPod("a:1")
		pod.Annotations = map[string]string{BehaviourAnnotation: behaviour, DelayAnnotation: "2s"}
		wantCourse(t, behaviour, pod, []string{courses[behaviour][0], last})
	}
}

func TestTerminatingPodIsDeletedWhateverItsBehaviour(t *testing.T) {
	for behaviour := range courses {
		pod := newPod("a:1-" + behaviour)
		pod.DeletionTimestamp = &metav1.Time{Time: time.Now()}
		wantCourse(t, behaviour, pod, []string{"0s deleted"})
	}
}

func TestUnknownSnippetIsAnError(t *testing.T) {
	if _, err := fill("a: ${nothing}"); err == nil || err.Error() != "no snippet ${nothing}" {
		t.Errorf("got %v", err)
	}
}

func newPod(image string) *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: "p", Namespace: "n", UID: "u"},
		Spec: corev1.PodSpec{
			NodeName:      "node-1",
			RestartPolicy: corev1.RestartPolicyAlways,
			Containers:    []corev1.Container{{Name: "web", Image: image}},
		},
		Status: corev1.PodStatus{Phase: corev1.PodPending},
	}
}

func wantCourse(t *testing.T, name string, pod *corev1.Pod, want []string) {
	t.Helper()
	if got := play(t, pod, 6); !slices.Equal(got, want) {
		t.Errorf("%s:\n got %s\nwant %s", name, strings.Join(got, "; "), strings.Join(want, "; "))
	}
}

// play moves the pod through its stages, as kwok does, for at most so many steps or until nothing changes any more.
func play(t *testing.T, pod *corev1.Pod, steps int) []string {
	t.Helper()
	all := podStages(t)
	var course []string
	for range steps {
		event := &lifecycle.Event{Labels: pod.Labels, Annotations: pod.Annotations, Data: pod}
		possible, err := all.ListAllPossible(context.Background(), event)
		if err != nil {
			t.Fatal(err)
		}
		if len(possible) == 0 {
			return course
		}
		if len(possible) > 1 {
			t.Fatalf("after %v both %s and %s match: kwok would take one by chance",
				course, possible[0].Name(), possible[1].Name())
		}
		delay, _, err := possible[0].Delay(context.Background(), event, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		did, patched := apply(t, possible[0], pod)
		course = append(course, delay.String()+did)
		if !patched {
			return course
		}
	}
	return course
}

// apply plays one stage and describes what it did; patched says whether another can follow.
func apply(t *testing.T, stage *lifecycle.Stage, pod *corev1.Pod) (did string, patched bool) {
	t.Helper()
	renderer := gotpl.NewRenderer(gotpl.FuncMap{
		"NodeIPWith": func(string) string { return "127.0.0.1" },
		"PodIPWith":  func(string, bool, string, string, string) string { return "10.244.0.1" },
	})
	_, err := stage.DoSteps(0, nil, pod, renderer,
		func(event *internalversion.StageEvent) error {
			did += " event " + event.Reason
			return nil
		},
		func() error {
			did += " deleted"
			return nil
		},
		func(patch *lifecycle.Patch) error {
			patched = true
			return patchPod(pod, patch.Data)
		},
		nil)
	if err != nil {
		t.Fatalf("%s: %v", stage.Name(), err)
	}
	if patched {
		did += " " + describe(pod)
	}
	return did, patched
}

func patchPod(pod *corev1.Pod, patch []byte) error {
	before, err := json.Marshal(pod)
	if err != nil {
		return err
	}
	after, err := strategicpatch.StrategicMergePatch(before, patch, pod)
	if err != nil {
		return err
	}
	*pod = corev1.Pod{}
	return json.Unmarshal(after, pod)
}

func describe(pod *corev1.Pod) string {
	status := pod.Status.ContainerStatuses[0]
	text := string(pod.Status.Phase)
	switch {
	case status.State.Waiting != nil:
		text += " " + status.State.Waiting.Reason
	case status.State.Terminated != nil:
		text += fmt.Sprintf(" %s exit %d", status.State.Terminated.Reason, status.State.Terminated.ExitCode)
	case status.Ready:
		text += " ready"
	default:
		text += " unready"
	}
	if status.RestartCount > 0 {
		text += fmt.Sprintf(" restarts %d", status.RestartCount)
	}
	if last := status.LastTerminationState.Terminated; last != nil {
		text += " last " + last.Reason
	}
	return text
}

func podStages(t *testing.T) lifecycle.Lifecycle {
	t.Helper()
	content, err := Configuration()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "stages.yaml")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	objects, err := config.Load(context.Background(), file)
	if err != nil {
		t.Fatal(err)
	}
	var pods []*internalversion.Stage
	for _, stage := range config.FilterWithType[*internalversion.Stage](objects) {
		if stage.Spec.ResourceRef.Kind == "Pod" {
			pods = append(pods, stage)
		}
	}
	all, err := lifecycle.NewLifecycle(pods)
	if err != nil {
		t.Fatal(err)
	}
	return all
}
