package io.jenkins.plugins.spindelivery.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.testcluster.ClusterApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is really there in a namespace, read without the code under test.
 *
 * @param api the cluster
 * @param name the namespace
 */
record LiveNamespace(ClusterApi api, String name) {

    JsonNode deployment(String deployment) {
        return api.get(deploymentPath(deployment));
    }

    JsonNode configMap(String configMap) {
        return api.get(core("configmaps/" + configMap));
    }

    JsonNode secret(String secret) {
        return api.get(core("secrets/" + secret));
    }

    JsonNode service(String service) {
        return api.get(core("services/" + service));
    }

    /** The image of a Deployment's only container. */
    String image(String deployment) {
        return deployment(deployment)
                .at("/spec/template/spec/containers/0/image")
                .asText();
    }

    /** The ConfigMaps, without the one that Kubernetes itself puts into each namespace. */
    Set<String> configMaps() {
        Set<String> names = names(core("configmaps"));
        names.remove("kube-root-ca.crt");
        return names;
    }

    Set<String> deployments() {
        return names(apps("deployments"));
    }

    /** The number of ready pods with a label that a Service sends requests to. */
    long podsBehind(String service, String label, String value) {
        Set<String> labelled = names(core("pods?labelSelector=" + label + "%3D" + value));
        return ready(service).stream().filter(labelled::contains).count();
    }

    private List<String> ready(String service) {
        List<String> pods = new ArrayList<>();
        String path = "/apis/discovery.k8s.io/v1/namespaces/" + name
                + "/endpointslices?labelSelector=kubernetes.io/service-name%3D" + service;
        for (JsonNode slice : api.get(path).path("items")) {
            for (JsonNode endpoint : slice.path("endpoints")) {
                if (endpoint.at("/conditions/ready").asBoolean()) {
                    pods.add(endpoint.at("/targetRef/name").asText());
                }
            }
        }
        return pods;
    }

    /**
     * What Kubernetes counts up at each write of the specification, for each object that our examples deploy. A write
     * that changes nothing is seen by the resource version, which controllers move too; so only that of objects without
     * a status is taken.
     */
    TreeMap<String, String> writes() {
        TreeMap<String, String> writes = new TreeMap<>();
        for (JsonNode each : api.get(apps("deployments")).path("items")) {
            writes.put(
                    "Deployment " + each.at("/metadata/name").asText(),
                    each.at("/metadata/generation").asText() + " "
                            + each.at("/metadata/managedFields").findValuesAsText("time"));
        }
        for (String plural : List.of("configmaps", "secrets", "services")) {
            for (JsonNode each : api.get(core(plural)).path("items")) {
                writes.put(
                        plural + " " + each.at("/metadata/name").asText(),
                        each.at("/metadata/resourceVersion").asText());
            }
        }
        return writes;
    }

    /** Sets the number of replicas as a person does who types {@code kubectl scale}. */
    void scale(String deployment, int replicas) {
        api.patch(deploymentPath(deployment) + "/scale", "{\"spec\":{\"replicas\":" + replicas + "}}");
        api.await(
                deploymentPath(deployment),
                live -> live.at("/status/readyReplicas").asInt() == replicas
                        && live.at("/status/replicas").asInt() == replicas);
    }

    String deploymentPath(String deployment) {
        return apps("deployments/" + deployment);
    }

    private Set<String> names(String path) {
        Set<String> names = new TreeSet<>();
        api.get(path)
                .path("items")
                .forEach(each -> names.add(each.at("/metadata/name").asText()));
        return names;
    }

    private String core(String rest) {
        return "/api/v1/namespaces/" + name + "/" + rest;
    }

    private String apps(String rest) {
        return "/apis/apps/v1/namespaces/" + name + "/" + rest;
    }
}
