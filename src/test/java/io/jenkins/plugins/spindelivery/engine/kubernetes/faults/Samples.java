package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

/** Manifests that the tests of this package deploy, each ending its document. */
final class Samples {
    private Samples() {}

    /** An unversioned ConfigMap with {@code data: {key: value}}. */
    static String configMap(String name) {
        return configMap(name, "");
    }

    /** The same with more annotations, each after a comma. */
    static String configMap(String name, String annotations) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: %s, annotations: {strategy.spinnaker.io/versioned: 'false'%s}}
                data: {key: value}
                ---
                """
                .formatted(name, annotations);
    }

    /** The Deployment {@code web} with one replica. */
    static String web(String image) {
        return web(image, "replicas: 1", "");
    }

    /** The Deployment {@code web} with something of its own in its spec and in the template's. */
    static String web(String image, String spec, String pod) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, annotations: {team: shop}}
                spec:
                  %s
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {%s containers: [{name: web, image: '%s'}]}
                ---
                """
                .formatted(spec, pod, image);
    }

    /** An unversioned Pod {@code web} with something of its own in its container. */
    static String pod(String container) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: web, annotations: {strategy.spinnaker.io/versioned: 'false'}}
                spec: {containers: [{name: web, image: 'web:1' %s}]}
                ---
                """
                .formatted(container);
    }

    /** Asks to delete and make anew what has an annotation already. */
    static String recreating(String yaml) {
        return yaml.replace("annotations: {", "annotations: {strategy.spinnaker.io/recreate: 'true', ");
    }
}
