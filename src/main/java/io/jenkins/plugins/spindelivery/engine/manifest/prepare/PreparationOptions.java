package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.manifest.DeployStrategy.Method;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.ImageMatching;
import java.util.List;

/**
 * How the manifests of one request are prepared. Texts that are not given are empty, never {@code null}. It is plain
 * data that an operation's state can hold.
 *
 * @param namespace for manifests of namespaced kinds that name none; empty leaves them without
 * @param namespaceOverride for all manifests of namespaced kinds, whatever they say; empty for none
 * @param application the moniker's application; empty derives it from annotation or name
 * @param cluster the moniker's cluster; empty derives it from annotation, kind and name
 * @param stack the moniker's stack; empty for none
 * @param detail the moniker's detail; empty for none
 * @param versioned which objects get versions
 * @param strategy how objects are written whose own annotations say nothing about it; {@code null} for applying them.
 *     Namespaces, CustomResourceDefinitions, volumes and claims are applied all the same, because deleting them takes
 *     others along
 * @param requiredArtifacts must be mentioned by a manifest
 * @param optionalArtifacts may be mentioned
 * @param enableArtifactBinding whether required and optional artifacts are bound and checked; what the request itself
 *     produces is always bound
 * @param imageMatching how images in manifests are compared with the names of {@code docker/image} artifacts
 * @param managedBy the value of the label {@code app.kubernetes.io/managed-by}
 * @param appLabels whether the {@code app.kubernetes.io/} labels are written
 * @param skipSpecTemplateLabels whether the pod templates' labels are left alone
 * @param account the account that is deployed to; it takes part in matching artifacts that name one
 * @param start how new versions of ReplicaSets begin
 */
public record PreparationOptions(
        @JsonProperty("namespace") String namespace,
        @JsonProperty("namespaceOverride") String namespaceOverride,
        @JsonProperty("application") String application,
        @JsonProperty("cluster") String cluster,
        @JsonProperty("stack") String stack,
        @JsonProperty("detail") String detail,
        @JsonProperty("versioned") Versioning versioned,
        @JsonProperty("strategy") @JsonInclude(JsonInclude.Include.NON_NULL) Method strategy,
        @JsonProperty("requiredArtifacts") List<Artifact> requiredArtifacts,
        @JsonProperty("optionalArtifacts") List<Artifact> optionalArtifacts,
        @JsonProperty("enableArtifactBinding") boolean enableArtifactBinding,
        @JsonProperty("imageMatching") ImageMatching imageMatching,
        @JsonProperty("managedBy") String managedBy,
        @JsonProperty("appLabels") boolean appLabels,
        @JsonProperty("skipSpecTemplateLabels") boolean skipSpecTemplateLabels,
        @JsonProperty("account") String account,
        @JsonProperty("start") @JsonInclude(JsonInclude.Include.NON_NULL) Start start) {

    /** Who manages objects by default: the same word as Spinnaker's, so that existing objects keep their owner. */
    public static final String DEFAULT_MANAGED_BY = "spinnaker";

    /** How a new version of a ReplicaSet begins whose annotation names Services. */
    public enum Start {
        /** With all its pods, which get requests as soon as they are ready. */
        SERVING,
        /** With all its pods, which get no requests: the Services' labels are left out. */
        DARK,
        /** Without pods, for whoever is going to scale it; and what history would delete stays for the time being. */
        EMPTY
    }

    /** Nothing asked for: Spinnaker's defaults. */
    public static final PreparationOptions DEFAULTS = builder().build();

    public PreparationOptions {
        namespace = orEmpty(namespace);
        namespaceOverride = orEmpty(namespaceOverride);
        application = orEmpty(application);
        cluster = orEmpty(cluster);
        stack = orEmpty(stack);
        detail = orEmpty(detail);
        versioned = versioned == null ? Versioning.DEFAULT : versioned;
        strategy = strategy == Method.APPLY ? null : strategy;
        requiredArtifacts = requiredArtifacts == null ? List.of() : List.copyOf(requiredArtifacts);
        optionalArtifacts = optionalArtifacts == null ? List.of() : List.copyOf(optionalArtifacts);
        imageMatching = imageMatching == null ? ImageMatching.NAME_AND_TAG : imageMatching;
        managedBy = orEmpty(managedBy).isEmpty() ? DEFAULT_MANAGED_BY : managedBy;
        account = orEmpty(account);
        start = start == Start.SERVING ? null : start;
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The same options with another default namespace.
     *
     * @param other for manifests of namespaced kinds that name none
     * @return the options
     */
    public PreparationOptions withNamespace(String other) {
        return new Builder(this).namespace(other).build();
    }

    /**
     * The same options with another beginning of new ReplicaSets.
     *
     * @param other how they begin
     * @return the options
     */
    public PreparationOptions withStart(Start other) {
        return new Builder(this).start(other).build();
    }

    /**
     * The same options, which leave the pod templates' labels alone.
     *
     * @return the options
     */
    public PreparationOptions withoutTemplateLabels() {
        return new Builder(this).skipSpecTemplateLabels(true).build();
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /** Puts options together. What is not set keeps the default; {@code null} means not set. */
    public static final class Builder {
        private String namespace = "";
        private String namespaceOverride = "";
        private String application = "";
        private String cluster = "";
        private String stack = "";
        private String detail = "";
        private Versioning versioned = Versioning.DEFAULT;
        private Method strategy;
        private List<Artifact> requiredArtifacts = List.of();
        private List<Artifact> optionalArtifacts = List.of();
        private boolean enableArtifactBinding = true;
        private ImageMatching imageMatching = ImageMatching.NAME_AND_TAG;
        private String managedBy = DEFAULT_MANAGED_BY;
        private boolean appLabels = true;
        private boolean skipSpecTemplateLabels;
        private String account = "";
        private Start start;

        private Builder() {}

        private Builder(PreparationOptions from) {
            namespace = from.namespace;
            namespaceOverride = from.namespaceOverride;
            application = from.application;
            cluster = from.cluster;
            stack = from.stack;
            detail = from.detail;
            versioned = from.versioned;
            strategy = from.strategy;
            requiredArtifacts = from.requiredArtifacts;
            optionalArtifacts = from.optionalArtifacts;
            enableArtifactBinding = from.enableArtifactBinding;
            imageMatching = from.imageMatching;
            managedBy = from.managedBy;
            appLabels = from.appLabels;
            skipSpecTemplateLabels = from.skipSpecTemplateLabels;
            account = from.account;
            start = from.start;
        }

        /** See {@link PreparationOptions#namespace()}. */
        public Builder namespace(String value) {
            namespace = value;
            return this;
        }

        /** See {@link PreparationOptions#namespaceOverride()}. */
        public Builder namespaceOverride(String value) {
            namespaceOverride = value;
            return this;
        }

        /** See {@link PreparationOptions#application()}. */
        public Builder application(String value) {
            application = value;
            return this;
        }

        /** See {@link PreparationOptions#cluster()}. */
        public Builder cluster(String value) {
            cluster = value;
            return this;
        }

        /** See {@link PreparationOptions#stack()}. */
        public Builder stack(String value) {
            stack = value;
            return this;
        }

        /** See {@link PreparationOptions#detail()}. */
        public Builder detail(String value) {
            detail = value;
            return this;
        }

        /** See {@link PreparationOptions#versioned()}. */
        public Builder versioned(Versioning value) {
            versioned = value;
            return this;
        }

        /** See {@link PreparationOptions#strategy()}. */
        public Builder strategy(Method value) {
            strategy = value;
            return this;
        }

        /** See {@link PreparationOptions#requiredArtifacts()}. */
        public Builder requiredArtifacts(List<Artifact> value) {
            requiredArtifacts = value;
            return this;
        }

        /** See {@link PreparationOptions#optionalArtifacts()}. */
        public Builder optionalArtifacts(List<Artifact> value) {
            optionalArtifacts = value;
            return this;
        }

        /** See {@link PreparationOptions#enableArtifactBinding()}. */
        public Builder enableArtifactBinding(boolean value) {
            enableArtifactBinding = value;
            return this;
        }

        /** See {@link PreparationOptions#imageMatching()}. */
        public Builder imageMatching(ImageMatching value) {
            imageMatching = value;
            return this;
        }

        /** See {@link PreparationOptions#managedBy()}. */
        public Builder managedBy(String value) {
            managedBy = value;
            return this;
        }

        /** See {@link PreparationOptions#appLabels()}. */
        public Builder appLabels(boolean value) {
            appLabels = value;
            return this;
        }

        /** See {@link PreparationOptions#skipSpecTemplateLabels()}. */
        public Builder skipSpecTemplateLabels(boolean value) {
            skipSpecTemplateLabels = value;
            return this;
        }

        /** See {@link PreparationOptions#start()}. */
        public Builder start(Start value) {
            start = value;
            return this;
        }

        /** See {@link PreparationOptions#account()}. */
        public Builder account(String value) {
            account = value;
            return this;
        }

        /**
         * The options as they are set now.
         *
         * @return the options
         */
        public PreparationOptions build() {
            return new PreparationOptions(
                    namespace,
                    namespaceOverride,
                    application,
                    cluster,
                    stack,
                    detail,
                    versioned,
                    strategy,
                    requiredArtifacts,
                    optionalArtifacts,
                    enableArtifactBinding,
                    imageMatching,
                    managedBy,
                    appLabels,
                    skipSpecTemplateLabels,
                    account,
                    start);
        }
    }
}
