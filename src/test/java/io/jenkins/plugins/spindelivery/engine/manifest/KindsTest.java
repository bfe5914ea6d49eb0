package io.jenkins.plugins.spindelivery.engine.manifest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.Test;

public class KindsTest {

    @Test
    public void everyKindHasItsPlaceInTheDeployOrder() {
        assertPriority(0, "v1 Namespace");
        assertPriority(20, "rbac.authorization.k8s.io/v1 Role", "rbac.authorization.k8s.io/v1 ClusterRole");
        assertPriority(
                30,
                "rbac.authorization.k8s.io/v1 RoleBinding",
                "rbac.authorization.k8s.io/v1 ClusterRoleBinding",
                "apiextensions.k8s.io/v1 CustomResourceDefinition");
        assertPriority(
                40,
                "v1 ServiceAccount",
                "storage.k8s.io/v1 StorageClass",
                "admissionregistration.k8s.io/v1 MutatingWebhookConfiguration",
                "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration",
                "v1 PersistentVolume");
        assertPriority(50, "v1 ConfigMap", "v1 Secret", "v1 PersistentVolumeClaim");
        assertPriority(70, "v1 Service", "networking.k8s.io/v1 Ingress", "networking.k8s.io/v1 NetworkPolicy");
        assertPriority(80, "apiregistration.k8s.io/v1 APIService");
        assertPriority(
                90,
                "policy/v1 PodDisruptionBudget",
                "v1 LimitRange",
                "settings.k8s.io/v1alpha1 PodPreset",
                "policy/v1beta1 PodSecurityPolicy");
        assertPriority(
                100,
                "apps/v1 Deployment",
                "extensions/v1beta1 Deployment",
                "apps/v1 ReplicaSet",
                "apps/v1 StatefulSet",
                "apps/v1 DaemonSet",
                "batch/v1 Job",
                "batch/v1beta1 CronJob",
                "v1 Pod");
        assertPriority(110, "autoscaling/v2 HorizontalPodAutoscaler");
        assertPriority(1000, "argoproj.io/v1alpha1 Rollout", "serving.knative.dev/v1 Service", "v1 Endpoints");
    }

    @Test
    public void sortingKeepsTheOrderOfTheInputWithinAPriority() {
        List<Manifest> sorted = DeployOrder.sorted(
                Trees.manifests(
                        """
                {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: a}}
                ---
                {apiVersion: example.com/v1, kind: Widget, metadata: {name: b}}
                ---
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: c}}
                ---
                {apiVersion: v1, kind: Secret, metadata: {name: d}}
                ---
                {apiVersion: v1, kind: ConfigMap, metadata: {name: e}}
                ---
                {apiVersion: v1, kind: Secret, metadata: {name: f}}
                ---
                {apiVersion: v1, kind: Namespace, metadata: {name: g}}
                """));
        assertEquals("gdefcab", sorted.stream().map(m -> m.ref().name()).collect(Collectors.joining()));
    }

    @Test
    public void namesOfKindsAreLowerCamel() {
        assertEquals("kubernetes/configMap", Kinds.of("v1", "ConfigMap").artifactType());
        assertEquals("kubernetes/replicaSet", Kinds.of("apps/v1", "ReplicaSet").artifactType());
        assertEquals("kubernetes/deployment", Kinds.of("apps/v1", "Deployment").artifactType());
        assertEquals(
                "kubernetes/apiService",
                Kinds.of("apiregistration.k8s.io/v1", "APIService").artifactType());
        assertEquals("kubernetes/Endpoints", Kinds.of("v1", "Endpoints").artifactType());
        assertEquals(
                "kubernetes/Rollout.argoproj.io",
                Kinds.of("argoproj.io/v1alpha1", "Rollout").artifactType());
        assertEquals(
                "kubernetes/Gateway.gateway.networking.k8s.io",
                Kinds.of("gateway.networking.k8s.io/v1", "Gateway").artifactType());
    }

    @Test
    public void theGroupIsPartOfTheKind() {
        assertTrue(Kinds.of("v1", "Secret").versioned());
        assertFalse(Kinds.of("example.com/v1", "Secret").versioned());
        assertEquals(1000, Kinds.of("example.com/v1", "Deployment").priority());
        assertFalse(Kinds.of("example.com/v1", "Deployment").podSpec().isPresent());
    }

    @Test
    public void versionedByDefaultAreFourKinds() {
        for (String kind : List.of("v1 ConfigMap", "v1 Secret", "apps/v1 ReplicaSet", "v1 Pod")) {
            assertTrue(kind, of(kind).versioned());
        }
        for (String kind : List.of(
                "apps/v1 Deployment",
                "apps/v1 StatefulSet",
                "apps/v1 DaemonSet",
                "batch/v1 Job",
                "batch/v1 CronJob",
                "v1 Service",
                "example.com/v1 Widget")) {
            assertFalse(kind, of(kind).versioned());
        }
    }

    @Test
    public void scalableAreThreeKinds() {
        for (String kind : List.of("apps/v1 Deployment", "apps/v1 ReplicaSet", "apps/v1 StatefulSet")) {
            assertTrue(kind, of(kind).scalable());
        }
        for (String kind : List.of("apps/v1 DaemonSet", "batch/v1 Job", "v1 Pod", "argoproj.io/v1 Rollout")) {
            assertFalse(kind, of(kind).scalable());
        }
    }

    @Test
    public void clusterScopedKindsAreKnownWithoutACluster() {
        for (String kind : List.of(
                "apiregistration.k8s.io/v1 APIService",
                "rbac.authorization.k8s.io/v1 ClusterRole",
                "rbac.authorization.k8s.io/v1 ClusterRoleBinding",
                "apiextensions.k8s.io/v1 CustomResourceDefinition",
                "admissionregistration.k8s.io/v1 MutatingWebhookConfiguration",
                "v1 Namespace",
                "v1 PersistentVolume",
                "policy/v1beta1 PodSecurityPolicy",
                "storage.k8s.io/v1 StorageClass",
                "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration",
                "scheduling.k8s.io/v1 PriorityClass",
                "networking.k8s.io/v1 IngressClass",
                "v1 Node")) {
            assertFalse(kind, of(kind).namespaced());
        }
        for (String kind : List.of("v1 ConfigMap", "rbac.authorization.k8s.io/v1 Role", "example.com/v1 Namespace")) {
            assertTrue(kind, of(kind).namespaced());
        }
    }

    @Test
    public void whatTheClusterMakesItselfCannotBeDeployed() {
        assertFalse(of("v1 Event").deployable());
        assertFalse(of("events.k8s.io/v1 Event").deployable());
        assertFalse(of("apps/v1 ControllerRevision").deployable());
        assertTrue(of("example.com/v1 Event").deployable());
        assertTrue(of("v1 Pod").deployable());
    }

    @Test
    public void podSpecsAreFoundInEachKind() {
        assertEquals("/spec/template/spec", podSpec("apps/v1 StatefulSet"));
        assertEquals("/spec/template/spec", podSpec("batch/v1 Job"));
        assertEquals("/spec/jobTemplate/spec/template/spec", podSpec("batch/v1 CronJob"));
        assertEquals("/spec", podSpec("v1 Pod"));
        assertEquals("", podSpec("v1 Service"));
    }

    @Test
    public void peopleMayWriteKindsInManyWays() {
        assertNamed("ConfigMap", "cm", "configmap", "configMap", "ConfigMaps", "CM");
        assertNamed("CustomResourceDefinition", "crd");
        assertNamed("DaemonSet", "ds");
        assertNamed("Deployment", "deploy", "deployments", "Deployment.apps", "deployment.extensions");
        assertNamed("HorizontalPodAutoscaler", "hpa");
        assertNamed("Namespace", "ns");
        assertNamed("NetworkPolicy", "netpol", "networkpolicies");
        assertNamed("PersistentVolume", "pv");
        assertNamed("PersistentVolumeClaim", "pvc");
        assertNamed("Pod", "po");
        assertNamed("ReplicaSet", "rs");
        assertNamed("Service", "svc");
        assertNamed("ServiceAccount", "sa");
        assertNamed("StorageClass", "sc", "storageclasses");
        assertNamed("Ingress", "ingresses");
        assertEquals(Optional.empty(), Kinds.named("widget"));
        assertEquals(Optional.empty(), Kinds.named("deployment.example.com"));
    }

    private static void assertPriority(int priority, String... kinds) {
        for (String kind : kinds) {
            assertEquals(kind, priority, of(kind).priority());
        }
    }

    private static void assertNamed(String name, String... words) {
        for (String word : words) {
            assertEquals(word, Optional.of(name), Kinds.named(word).map(Kind::name));
        }
    }

    private static String podSpec(String kind) {
        return of(kind).podSpec().map(Object::toString).orElse("");
    }

    private static Kind of(String apiVersionAndKind) {
        String[] parts = apiVersionAndKind.split(" ");
        return Kinds.of(parts[0], parts[1]);
    }
}
