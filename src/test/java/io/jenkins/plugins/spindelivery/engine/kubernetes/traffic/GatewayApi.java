package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The kind HTTPRoute for tests: served and stored as the Gateway API's is, without its rules of validity. */
public final class GatewayApi {
    private static final String DEFINITION =
            """
            {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
             "metadata": {"name": "httproutes.gateway.networking.k8s.io",
               "annotations": {"api-approved.kubernetes.io": "unapproved, for tests"}},
             "spec": {"group": "gateway.networking.k8s.io", "scope": "Namespaced",
               "names": {"kind": "HTTPRoute", "plural": "httproutes", "singular": "httproute"},
               "versions": [{"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": {
                 "type": "object", "properties": {"spec": {"type": "object", "properties": {"rules": {
                   "type": "array", "x-kubernetes-list-type": "atomic", "items": {"type": "object",
                     "x-kubernetes-preserve-unknown-fields": true}}},
                   "x-kubernetes-preserve-unknown-fields": true}}}}}]}}""";

    private GatewayApi() {}

    /**
     * Installs it, unless it is there, and waits until it is served.
     *
     * @param cluster where
     */
    public static void install(Cluster cluster) {
        try {
            cluster.apply((ObjectNode) new ObjectMapper().readTree(DEFINITION), WriteOptions.DEFAULT.withForce(true));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
        while (cluster.resources()
                .find("gateway.networking.k8s.io/v1", "HTTPRoute")
                .isEmpty()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("HTTPRoute is not served after 30 s");
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            cluster.forgetResources();
        }
    }
}
