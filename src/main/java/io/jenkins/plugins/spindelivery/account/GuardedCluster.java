package io.jenkins.plugins.spindelivery.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResources;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApplyResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.DeleteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Listing;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Watch;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WatchListener;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Watches;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A cluster behind an account's rules. Operations ask {@link #forbids} before they write anything; whoever does not ask
 * is refused at each write. Reading is not limited.
 */
final class GuardedCluster implements Cluster {
    private final Cluster cluster;
    private final AccountRules rules;

    /** A guard around a connection that belongs to someone else, who closes it. */
    GuardedCluster(Cluster cluster, AccountRules rules) {
        this.cluster = cluster;
        this.rules = rules;
    }

    @Override
    public Optional<Problem> forbids(String verb, ObjectRef object, boolean dryRun) {
        Optional<ApiResource> resource = cluster.resources().find(object.apiVersion(), object.kind());
        return rules.forbids(inNamespace(object, resource), resource, dryRun);
    }

    @Override
    public ApplyResult apply(ObjectNode object, WriteOptions options) {
        check("patch", ObjectRef.of(object), options.dryRun());
        return cluster.apply(object, options);
    }

    @Override
    public ApplyResult create(ObjectNode object, WriteOptions options) {
        check("create", ObjectRef.of(object), options.dryRun());
        return cluster.create(object, options);
    }

    @Override
    public ApplyResult replace(ObjectNode object, WriteOptions options) {
        check("update", ObjectRef.of(object), options.dryRun());
        return cluster.replace(object, options);
    }

    @Override
    public ApplyResult patch(ObjectRef ref, String contentType, JsonNode patch, WriteOptions options) {
        check("patch", ref, options.dryRun());
        return cluster.patch(ref, contentType, patch, options);
    }

    @Override
    public boolean delete(ObjectRef ref, DeleteOptions options) {
        check("delete", ref, options.dryRun());
        return cluster.delete(ref, options);
    }

    private void check(String verb, ObjectRef object, boolean dryRun) {
        forbids(verb, object, dryRun).ifPresent(problem -> {
            throw new ProblemException(
                    Category.ACCESS, new Problem(problem.code(), problem.arguments(), object.toString()));
        });
    }

    /** The connection puts an object without a namespace into the default one. */
    private ObjectRef inNamespace(ObjectRef object, Optional<ApiResource> resource) {
        boolean completed = object.namespace().isEmpty()
                && resource.map(ApiResource::namespaced).orElse(false);
        return completed
                ? new ObjectRef(object.apiVersion(), object.kind(), cluster.defaultNamespace(), object.name())
                : object;
    }

    @Override
    public String server() {
        return cluster.server();
    }

    @Override
    public String defaultNamespace() {
        return cluster.defaultNamespace();
    }

    @Override
    public ApiResources resources() {
        return cluster.resources();
    }

    @Override
    public void forgetResources() {
        cluster.forgetResources();
    }

    @Override
    public String version() {
        return cluster.version();
    }

    @Override
    public Optional<Instant> time() {
        return cluster.time();
    }

    @Override
    public Optional<ObjectNode> get(ObjectRef ref) {
        return cluster.get(ref);
    }

    @Override
    public List<ObjectNode> list(ApiResource resource, String namespace, String labelSelector) {
        return cluster.list(resource, namespace, labelSelector);
    }

    @Override
    public Listing listing(ApiResource resource, String namespace) {
        return cluster.listing(resource, namespace);
    }

    @Override
    public Watch watch(
            ApiResource resource, String namespace, String resourceVersion, Duration period, WatchListener listener) {
        return cluster.watch(resource, namespace, resourceVersion, period, listener);
    }

    @Override
    public Watches watches() {
        return cluster.watches();
    }

    @Override
    public List<String> log(ObjectRef pod, String container, boolean previous, int tailLines) {
        return cluster.log(pod, container, previous, tailLines);
    }

    @Override
    public Optional<String> logSince(ObjectRef pod, String container, boolean previous, String since, int limitBytes) {
        return cluster.logSince(pod, container, previous, since, limitBytes);
    }

    @Override
    public boolean may(String verb, ApiResource resource, String namespace, String name) {
        return cluster.may(verb, resource, namespace, name);
    }

    @Override
    public String user() {
        return cluster.user();
    }

    /** Nothing: many work on the connection behind it. */
    @Override
    public void close() {
        // AccountClusters closes the connection when nobody uses it any more.
    }
}
