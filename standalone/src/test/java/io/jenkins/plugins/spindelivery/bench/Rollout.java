package io.jenkins.plugins.spindelivery.bench;

/** The Deployments that the benchmarks roll out. */
final class Rollout {
    private Rollout() {}

    /**
     * A Deployment of one pod.
     *
     * @param name of the Deployment
     * @param version another one makes another pod
     * @return YAML
     */
    static String manifest(String name, int version) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: %1$s
                  labels: {app: %1$s}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata:
                      labels: {app: %1$s}
                    spec:
                      containers:
                      - name: web
                        image: registry.example.com/web:%2$d
                        ports: [{containerPort: 8080}]
                """
                .formatted(name, version);
    }
}
