package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** A Deployment {@code web} with its ReplicaSets and pods, at noon, in all sorts of trouble. */
final class Samples {
    static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
    static final String CRASH =
            "{phase: Running, conditions: [{type: Ready, status: 'False'}], containerStatuses: [{name: app,"
                    + " ready: false, restartCount: 3, state: {waiting: {reason: CrashLoopBackOff}},"
                    + " lastState: {terminated: {exitCode: 137, reason: OOMKilled}}}]}";
    static final String READY =
            "{phase: Running, conditions: [{type: Ready, status: 'True'}], containerStatuses: [{name: app, ready: true,"
                    + " state: {running: {}}}]}";
    static final String STARTING = "{phase: Pending, containerStatuses: [{name: app, ready: false, state:"
            + " {waiting: {reason: ContainerCreating}}}]}";
    static final String NO_CONFIG =
            "{phase: Pending, startTime: '%s', containerStatuses: [{name: app, ready: false, state: {waiting:"
                    + " {reason: CreateContainerConfigError, message: 'configmap \"c\" not found'}}}]}";
    static final String PULL =
            "{phase: Pending, containerStatuses: [{name: app, ready: false, image: 'x:1', state: {waiting: {reason:"
                    + " ImagePullBackOff}}}]}";
    /** A pod that no node took has neither a Ready condition nor containers. */
    static final String UNSCHEDULED = "{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason:"
            + " Unschedulable, message: no room}]}";

    static final String QUOTA =
            "{type: ReplicaFailure, status: 'True', reason: FailedCreate, message: 'exceeded quota: pods=2',"
                    + " lastTransitionTime: '2026-01-01T11:59:55Z'}";

    private Samples() {}

    static ObjectNode deployment(String image) {
        return Trees.object("{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: dev, uid: d,"
                + " generation: 2}, spec: {replicas: 2, template: {metadata: {labels: {app: web}}, spec: {containers:"
                + " [{name: app, image: '" + image + "'}]}}}, status: {observedGeneration: 2, replicas: 2}}");
    }

    static ObjectNode replicaSet(String name, String image, String condition) {
        return Trees.object("{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: " + name
                + ", namespace: dev, uid: " + name + ", creationTimestamp: '2026-01-01T00:00:00Z', ownerReferences:"
                + " [{controller: true, uid: d}]}, spec: {replicas: 2, template: {metadata: {creationTimestamp: null,"
                + " labels: {app: web, pod-template-hash: '" + name + "'}}, spec: {containers: [{name: app, image: '"
                + image + "'}]}}}, status: {conditions: [" + condition + "]}}");
    }

    static ObjectNode pod(String name, String owner, String status) {
        return pod(name, owner, "", status);
    }

    static ObjectNode pod(String name, String owner, String metadata, String status) {
        return Trees.object("{apiVersion: v1, kind: Pod, metadata: {name: " + name + ", namespace: dev, uid: uid-"
                + name + ", ownerReferences: [{controller: true, uid: " + owner + "}]" + metadata
                + "}, spec: {containers: [{name: app, image: 'x:1'}]}, status: " + status + "}");
    }

    static ObjectNode workload(String kind, String metadata, String spec, String status) {
        String group = kind.equals("Job") ? "batch/v1" : "apps/v1";
        return Trees.object("{apiVersion: " + group + ", kind: " + kind + ", metadata: {name: w, namespace: dev, uid: w"
                + metadata + "}, spec: " + spec + ", status: " + status + "}");
    }

    static ObjectNode event(String uid, String type, String reason, String message, int count, String time) {
        return Trees.object("{apiVersion: v1, kind: Event, metadata: {namespace: dev}, type: " + type + ", reason: "
                + reason + ", message: '" + message + "', count: " + count + ", involvedObject: {uid: " + uid
                + "}, firstTimestamp: '2026-01-01T" + time + "Z', lastTimestamp: '2026-01-01T" + time + "Z'}");
    }

    static RolloutDiagnosis diagnosis(FakeCluster cluster) {
        return new RolloutDiagnosis(new SharedLists(cluster), NOON);
    }

    /** Each trouble as name and reason, and whether it is stuck. */
    static List<String> said(Diagnosis diagnosis) {
        return diagnosis.troubles().stream()
                .map(each -> each.object().name() + " " + each.reason() + (each.stuck() ? " stuck" : ""))
                .toList();
    }
}
