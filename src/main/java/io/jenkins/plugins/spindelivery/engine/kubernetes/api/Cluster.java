package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One cluster with one credential. Every call is bounded in time, is made once (retrying is the operations' business)
 * and tells failure by {@link ApiException}. Safe for use by several threads.
 */
public interface Cluster extends AutoCloseable {

    /**
     * The API server's address.
     *
     * @return its URL
     */
    String server();

    /**
     * The namespace for manifests that name none.
     *
     * @return the context's namespace, or {@code default}
     */
    String defaultNamespace();

    /**
     * What the cluster serves; asked once and kept until {@link #forgetResources()}.
     *
     * @return the resource types
     * @throws ApiException when discovery fails as a whole
     */
    ApiResources resources();

    /** Makes the next {@link #resources()} ask again; after a CustomResourceDefinition was applied. */
    void forgetResources();

    /**
     * The server's version.
     *
     * @return such as {@code v1.36.3}
     */
    String version();

    /**
     * The server's own time, which the clock of this machine may be far from. Times in objects are by the server's.
     *
     * @return to the second, by the {@code Date} of an answer (RFC 9110, section 6.6.1); empty when there is none
     * @throws ApiException when the server can't be asked
     */
    default Optional<Instant> time() {
        return Optional.empty();
    }

    /**
     * Reads one object.
     *
     * @param ref the object, by an API version that the cluster serves
     * @return the object, or empty when it is not there
     */
    Optional<ObjectNode> get(ObjectRef ref);

    /**
     * Lists objects, following continuation.
     *
     * @param resource the type
     * @param namespace the namespace; empty for all namespaces or cluster-scoped types
     * @param labelSelector in the API's own syntax; empty for all
     * @return the objects, each with {@code apiVersion} and {@code kind}
     */
    List<ObjectNode> list(ApiResource resource, String namespace, String labelSelector);

    /**
     * Lists all objects of a type in a namespace, as the start of a watch.
     *
     * @param resource the type
     * @param namespace the namespace; empty for all namespaces or cluster-scoped types
     * @return the objects, and the moment at which they were so
     */
    Listing listing(ApiResource resource, String namespace);

    /**
     * Begins to watch the objects of a type in a namespace, and returns at once. A watch alone says nothing about what
     * is so already: begin with {@link #listing}. Nor does its silence say that nothing happens: a connection may be
     * dead without anybody knowing. {@link #watches()} takes care of both.
     *
     * @param resource the type
     * @param namespace the namespace; empty for all namespaces or cluster-scoped types
     * @param resourceVersion since when
     * @param period after which the server ends it
     * @param listener is told what happens
     * @return ends the watch
     * @throws ApiException when there is no credential to send; other failures are told to the listener
     */
    Watch watch(
            ApiResource resource, String namespace, String resourceVersion, Duration period, WatchListener listener);

    /**
     * What everybody who waits on this connection looks at.
     *
     * @return the same for all callers; ends with the connection
     */
    Watches watches();

    /**
     * Server-side apply.
     *
     * @param object the manifest, complete with name and (if namespaced) namespace
     * @param options how
     * @return the object as the server has it now, and what it warned of
     */
    ApplyResult apply(ObjectNode object, WriteOptions options);

    /**
     * Creates an object.
     *
     * @param object the manifest
     * @param options how; {@code force} has no meaning here
     * @return the new object and the server's warnings
     * @throws ApiException with status 409 and reason {@code AlreadyExists} when the name is taken
     */
    ApplyResult create(ObjectNode object, WriteOptions options);

    /**
     * Replaces an object as a whole.
     *
     * @param object the manifest; with {@code metadata.resourceVersion} only if the object is still at that version
     * @param options how; {@code force} has no meaning here
     * @return the object as the server has it now, and what it warned of
     */
    ApplyResult replace(ObjectNode object, WriteOptions options);

    /**
     * Patches an object.
     *
     * @param ref the object
     * @param contentType such as {@code application/json-patch+json}
     * @param patch the patch
     * @param options how; {@code force} has no meaning here
     * @return the object as the server has it now, and what it warned of
     */
    ApplyResult patch(ObjectRef ref, String contentType, JsonNode patch, WriteOptions options);

    /**
     * Deletes an object.
     *
     * @param ref the object
     * @param options how
     * @return whether it was there
     */
    boolean delete(ObjectRef ref, DeleteOptions options);

    /**
     * The last lines of a container's log.
     *
     * @param pod the pod
     * @param container the container
     * @param previous whether the container's previous run is meant
     * @param tailLines how many lines at most
     * @return the lines; empty when there are none or they can't be had
     */
    List<String> log(ObjectRef pod, String container, boolean previous, int tailLines);

    /**
     * Reads on in a container's log, each line with the time at which it was written in front (RFC 3339, to the
     * nanosecond).
     *
     * @param pod the pod
     * @param container the container
     * @param previous whether the container's previous run is meant
     * @param since lines from this second on; empty for all
     * @param limitBytes how much at most; the last line is cut where that ends
     * @return the lines; empty when they can't be had, for now or at all
     */
    default Optional<String> logSince(ObjectRef pod, String container, boolean previous, String since, int limitBytes) {
        return Optional.empty();
    }

    /**
     * Whether the credential may do something (SelfSubjectAccessReview).
     *
     * @param verb such as {@code patch}
     * @param resource the type
     * @param namespace empty for cluster-scoped types
     * @param name the object's name; empty for any
     * @return whether it may
     */
    boolean may(String verb, ApiResource resource, String namespace, String name);

    /**
     * What forbids a write on this side, whatever the server would say: a rule that is set where the account is
     * configured. Operations ask before they write anything.
     *
     * @param verb such as {@code patch}
     * @param object what would be written, complete with namespace
     * @param dryRun whether the server would only say what would happen
     * @return why not, and where that is configured; empty when only the server decides
     */
    default Optional<Problem> forbids(String verb, ObjectRef object, boolean dryRun) {
        return Optional.empty();
    }

    /**
     * Whom the server takes the credential for (SelfSubjectReview, Kubernetes 1.28 and later); for messages.
     *
     * @return such as {@code system:serviceaccount:shop:deployer}; empty when the server does not say
     */
    default String user() {
        return "";
    }

    /** Ends the connection. */
    @Override
    void close();
}
