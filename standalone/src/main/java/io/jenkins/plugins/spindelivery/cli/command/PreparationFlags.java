package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.engine.manifest.DeployStrategy.Method;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.Versioning;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is made of the manifests: namespace, moniker, versions, artifacts. */
final class PreparationFlags {
    @Mixin
    private ArtifactFlags artifacts;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            defaultValue = "",
            order = 40,
            description = "The namespace of manifests that name none.")
    private String namespace;

    @Option(
            names = "--namespace-override",
            paramLabel = "NAME",
            defaultValue = "",
            order = 41,
            description = "The namespace of all manifests, whatever they say.")
    private String namespaceOverride;

    @Option(
            names = "--application",
            paramLabel = "NAME",
            defaultValue = "",
            order = 42,
            description = "The moniker's application; without it taken from annotations or names.")
    private String application;

    @Option(names = "--stack", paramLabel = "NAME", defaultValue = "", order = 43, description = "The moniker's stack.")
    private String stack;

    @Option(
            names = "--detail",
            paramLabel = "NAME",
            defaultValue = "",
            order = 44,
            description = "The moniker's detail.")
    private String detail;

    @Option(
            names = "--cluster-name",
            paramLabel = "NAME",
            defaultValue = "",
            order = 45,
            description = "The moniker's cluster; without it taken from annotations or from kind and name.")
    private String cluster;

    @Option(
            names = "--versioned",
            paramLabel = "true|false|default",
            completionCandidates = Choices.Versioned.class,
            defaultValue = "default",
            order = 46,
            description = "Which objects get versions (name-v000): all, none, or those of the kinds ConfigMap, Secret,"
                    + " ReplicaSet and Pod (default). An object's own annotation beats it.")
    private Versioning versioned;

    @Option(
            names = "--strategy",
            paramLabel = "apply|replace|recreate",
            completionCandidates = Choices.Strategy.class,
            defaultValue = "apply",
            order = 46,
            description = "How objects are written: applied (default), put in place of the live one as a whole, or"
                    + " deleted and created. An object's own annotation beats it.")
    private Strategy strategy;

    @Option(
            names = "--managed-by",
            paramLabel = "TEXT",
            defaultValue = PreparationOptions.DEFAULT_MANAGED_BY,
            order = 47,
            description = "The label app.kubernetes.io/managed-by (default: ${DEFAULT-VALUE}).")
    private String managedBy;

    /** How objects are written that do not say it themselves. */
    enum Strategy {
        APPLY(Method.APPLY),
        REPLACE(Method.REPLACE),
        RECREATE(Method.RECREATE);

        private final Method method;

        Strategy(Method method) {
            this.method = method;
        }
    }

    /**
     * The flags as the engine's options.
     *
     * @param account the account that is deployed to; empty offline
     * @return the options
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when an artifact can't be read
     */
    PreparationOptions options(String account) {
        return PreparationOptions.builder()
                .namespace(namespace)
                .namespaceOverride(namespaceOverride)
                .application(application)
                .stack(stack)
                .detail(detail)
                .cluster(cluster)
                .versioned(versioned)
                .strategy(strategy.method)
                .managedBy(managedBy)
                .optionalArtifacts(artifacts.optional())
                .requiredArtifacts(artifacts.required())
                .account(account)
                .build();
    }
}
