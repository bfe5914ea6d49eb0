package kubelet

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"io.jenkins.plugins/spindelivery/testcluster/stages"
)

// containerLog makes up the log of a container from the pod's status: a run that ended with an error ends in a
// plausible error. The query parameters are those of PodLogOptions; previous, tailLines, limitBytes and timestamps
// count, follow gives what there is and ends.
func containerLog(pod *corev1.Pod, container string, query url.Values) (string, error) {
	status, err := find(pod, container)
	if err != nil {
		return "", err
	}
	run, err := chooseRun(pod, status, query.Get("previous") == "true")
	if err != nil {
		return "", err
	}
	lines := linesOf(pod, status, run)
	if count, err := strconv.Atoi(query.Get("tailLines")); err == nil && count >= 0 && count < len(lines) {
		lines = lines[len(lines)-count:]
	}
	var text strings.Builder
	for _, line := range lines {
		if query.Get("timestamps") == "true" {
			text.WriteString(run.started.UTC().Format(time.RFC3339Nano) + " ")
		}
		text.WriteString(line + "\n")
	}
	if limit, err := strconv.Atoi(query.Get("limitBytes")); err == nil && limit >= 0 && limit < text.Len() {
		return text.String()[:limit], nil
	}
	return text.String(), nil
}

// run is one life of a container; ended is nil while it runs.
type run struct {
	started time.Time
	ended   *corev1.ContainerStateTerminated
}

func find(pod *corev1.Pod, container string) (corev1.ContainerStatus, error) {
	for _, statuses := range [][]corev1.ContainerStatus{
		pod.Status.ContainerStatuses, pod.Status.InitContainerStatuses, pod.Status.EphemeralContainerStatuses,
	} {
		for _, status := range statuses {
			if status.Name == container {
				return status, nil
			}
		}
	}
	return corev1.ContainerStatus{}, fmt.Errorf(
		"container %q in pod %q is waiting to start: ContainerCreating", container, pod.Name)
}

// chooseRun follows the kubelet: while a container waits for its restart, its log is that of the run before.
func chooseRun(pod *corev1.Pod, status corev1.ContainerStatus, previous bool) (run, error) {
	last := status.LastTerminationState.Terminated
	switch {
	case previous && last == nil:
		return run{}, fmt.Errorf("previous terminated container %q in pod %q not found", status.Name, pod.Name)
	case previous:
		return run{started: last.StartedAt.Time, ended: last}, nil
	case status.State.Running != nil:
		return run{started: status.State.Running.StartedAt.Time}, nil
	case status.State.Terminated != nil:
		ended := status.State.Terminated
		return run{started: ended.StartedAt.Time, ended: ended}, nil
	case last != nil:
		return run{started: last.StartedAt.Time, ended: last}, nil
	default:
		return run{}, fmt.Errorf("container %q in pod %q is waiting to start: %s", status.Name, pod.Name, whyWaiting(status))
	}
}

func whyWaiting(status corev1.ContainerStatus) string {
	waiting := status.State.Waiting
	switch {
	case waiting == nil || waiting.Reason == "":
		return "ContainerCreating"
	case waiting.Reason == "ErrImagePull":
		return "image can't be pulled"
	case waiting.Reason == "ImagePullBackOff":
		return "trying and failing to pull image"
	default:
		return waiting.Reason
	}
}

func linesOf(pod *corev1.Pod, status corev1.ContainerStatus, r run) []string {
	if log, ok := pod.Annotations[stages.LogAnnotation]; ok {
		return strings.Split(strings.TrimRight(log, "\n"), "\n")
	}
	lines := []string{
		"INFO  starting " + status.Name + " from " + status.Image,
		"INFO  reading the configuration",
	}
	switch {
	case r.ended == nil && status.Ready:
		return append(lines, "INFO  listening on port 8080")
	case r.ended == nil:
		return append(lines, "WARN  not ready: the database at db:3306 does not answer")
	case r.ended.Reason == "OOMKilled":
		return append(lines, "INFO  filling the cache")
	case r.ended.ExitCode != 0:
		return append(lines,
			"ERROR cannot connect to the database at db:3306: connection refused",
			fmt.Sprintf("ERROR giving up, exit code %d", r.ended.ExitCode))
	default:
		return append(lines, "INFO  done")
	}
}
