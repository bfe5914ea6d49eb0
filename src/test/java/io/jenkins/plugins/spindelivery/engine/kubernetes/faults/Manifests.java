package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

/** What the tests of this package deploy. */
final class Manifests {
    /** Has versions: {@code settings-v000} and so on. */
    static final String SETTINGS =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {key: one}
            ---
            """;

    /** Has none. */
    static final String PLAIN =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: plain, annotations: {strategy.spinnaker.io/versioned: 'false'}}
            data: {key: one}
            ---
            """;

    /** Is written after the others, and waited for. */
    static final String WEB =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: 'web:1'}]}
            ---
            """;

    /** Is given a name. */
    static final String JOB =
            """
            apiVersion: batch/v1
            kind: Job
            metadata: {generateName: migrate-}
            spec: {template: {spec: {restartPolicy: Never, containers: [{name: m, image: 'migrate:1-succeeded'}]}}}
            ---
            """;

    private Manifests() {}
}
