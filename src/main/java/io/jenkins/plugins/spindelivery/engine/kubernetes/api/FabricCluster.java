package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster over HTTP: prepared JSON one way, trees the other, no typed models.
 *
 * <p>Which path an object has is asked of the cluster (discovery), never guessed from its kind. A type that is not known
 * makes it ask once more, because a long-lived connection outlives many CustomResourceDefinitions.
 */
public final class FabricCluster implements Cluster {
    /** How long a call may take from sending to the last byte of the answer, unless told otherwise. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private static final String APPLY_PATCH = "application/apply-patch+yaml";
    /** As many as kubectl asks for at a time. */
    private static final int PAGE = 500;
    /** Logs decorate a message; the message must not wait long for them. */
    private static final Duration LOG_TIMEOUT = Duration.ofSeconds(10);

    private static final int LOG_BYTES = 256 << 10;
    /**
     * The API server's limit for any body (3 MiB, fixed in its source). It is checked here, too: the JDK's client does not
     * notice an early answer while it is still sending, and would wait until its timeout.
     */
    private static final int MAX_BODY = 3 << 20;

    private static final Map<String, String> VERBS = Map.of("POST", "create", "PUT", "update", "PATCH", "patch");

    private final Transport transport;
    private final Exchanges exchanges;
    private final String namespace;
    private final Duration timeout;
    private final Watches watches = new Watches(this);
    private final SelfReviews reviews = new SelfReviews(this::review);
    private ApiResources resources;

    /**
     * Connects with {@link #DEFAULT_TIMEOUT}. Nothing is sent yet.
     *
     * @param config address, authority, credential, namespace, connect timeout; its retry and request timeout settings
     *     are not used
     * @throws ProblemException when the client certificate, its key or the authority's certificate can't be read
     */
    public FabricCluster(Config config) {
        this(config, DEFAULT_TIMEOUT);
    }

    /**
     * Connects. Nothing is sent yet.
     *
     * @param config as in {@link #FabricCluster(Config)}
     * @param timeout how long a call may take from sending to the last byte of the answer
     * @throws ProblemException when the client certificate, its key or the authority's certificate can't be read
     */
    public FabricCluster(Config config, Duration timeout) {
        this.transport = new Transport(config);
        this.exchanges = new Exchanges(transport);
        String given = config.getNamespace();
        this.namespace = given == null || given.isEmpty() ? "default" : given;
        this.timeout = timeout;
    }

    @Override
    public String server() {
        return transport.server();
    }

    @Override
    public String defaultNamespace() {
        return namespace;
    }

    @Override
    public synchronized ApiResources resources() {
        if (resources == null) {
            resources = new Discovery(this::getTree).discover();
        }
        return resources;
    }

    @Override
    public synchronized void forgetResources() {
        resources = null;
    }

    @Override
    public String version() {
        Call call = Call.about("get", server());
        return exchanges
                .tree(call, Request.get("/version", timeout))
                .path("gitVersion")
                .asText("");
    }

    @Override
    public Optional<Instant> time() {
        Call call = Call.about("get", server());
        return exchanges.successful(call, Request.get("/version", timeout)).date();
    }

    @Override
    public Optional<ObjectNode> get(ObjectRef ref) {
        Call call = Call.about("get", ref);
        Answer answer = exchanges.any(call, Request.get(path(ref), timeout));
        if (isMissing(answer)) {
            return Optional.empty();
        }
        if (!answer.successful()) {
            throw refusal(call, answer, ref);
        }
        return Optional.of(exchanges.tree(call, answer));
    }

    @Override
    public List<ObjectNode> list(ApiResource resource, String namespace, String labelSelector) {
        return listing(resource, namespace, labelSelector).objects();
    }

    @Override
    public Listing listing(ApiResource resource, String namespace) {
        return listing(resource, namespace, "");
    }

    private Listing listing(ApiResource resource, String namespace, String labelSelector) {
        Call call = Call.about("list", resource, namespace);
        String path = ApiPaths.collection(resource, namespace);
        try {
            return listing(call, resource, path, labelSelector, PAGE);
        } catch (ApiException e) {
            if (e.status() != 410) {
                throw unlessVanished(e, call.what(), resource.apiVersion(), resource.kind());
            }
            // The snapshot behind the pages is gone (etcd compaction, 5 minutes); one page of everything needs none.
            return listing(call, resource, path, labelSelector, 0);
        }
    }

    @Override
    public Watch watch(
            ApiResource resource, String namespace, String resourceVersion, Duration period, WatchListener listener) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("watch", "true");
        query.put("allowWatchBookmarks", "true");
        query.put("resourceVersion", resourceVersion);
        query.put("timeoutSeconds", Long.toString(period.toSeconds()));
        String path = ApiPaths.collection(resource, namespace) + ApiPaths.query(query);
        return transport.stream(Request.get(path, period.plus(timeout)), new WatchStream(listener));
    }

    @Override
    public Watches watches() {
        return watches;
    }

    @Override
    public ApplyResult apply(ObjectNode object, WriteOptions options) {
        ObjectRef ref = ObjectRef.of(object);
        Map<String, String> query = ApiPaths.writing(options);
        query.put("force", options.force() ? "true" : "");
        return write("PATCH", ref, path(ref) + ApiPaths.query(query), APPLY_PATCH, object);
    }

    @Override
    public ApplyResult create(ObjectNode object, WriteOptions options) {
        ObjectRef ref = ObjectRef.of(object);
        ApiResource resource = resource(ref);
        String path = ApiPaths.collection(resource, namespaceOf(resource, ref));
        return write("POST", ref, path + ApiPaths.query(ApiPaths.writing(options)), Request.JSON, object);
    }

    @Override
    public ApplyResult replace(ObjectNode object, WriteOptions options) {
        ObjectRef ref = ObjectRef.of(object);
        String path = path(ref) + ApiPaths.query(ApiPaths.writing(options));
        return write("PUT", ref, path, Request.JSON, object);
    }

    @Override
    public ApplyResult patch(ObjectRef ref, String contentType, JsonNode patch, WriteOptions options) {
        String path = path(ref) + ApiPaths.query(ApiPaths.writing(options));
        return write("PATCH", ref, path, contentType, patch);
    }

    @Override
    public boolean delete(ObjectRef ref, DeleteOptions options) {
        Call call = Call.about("delete", ref);
        Request request = Request.send("DELETE", path(ref), Request.JSON, Exchanges.text(options.body()), timeout);
        Answer answer = exchanges.any(call, request);
        if (isMissing(answer)) {
            return false;
        }
        if (answer.status() == 409
                && options.uid() != null
                && StatusBody.of(answer).isUidMismatch()) {
            return false;
        }
        if (!answer.successful()) {
            throw refusal(call, answer, ref);
        }
        return true;
    }

    @Override
    public List<String> log(ObjectRef pod, String container, boolean previous, int tailLines) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("container", container);
        query.put("previous", previous ? "true" : "");
        query.put("tailLines", Integer.toString(tailLines));
        query.put("limitBytes", Integer.toString(LOG_BYTES));
        Call call = Call.about("get", pod);
        try {
            Answer answer = exchanges.successful(
                    call,
                    Request.get(path(pod) + "/log" + ApiPaths.query(query), LOG_TIMEOUT)
                            .accepting("*/*"));
            return answer.text().lines().toList();
        } catch (ApiException e) {
            // Not started yet, gone, node out of reach: whatever is being told can be told without a log.
            return List.of();
        }
    }

    @Override
    public Optional<String> logSince(ObjectRef pod, String container, boolean previous, String since, int limitBytes) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("container", container);
        query.put("previous", previous ? "true" : "");
        query.put("timestamps", "true");
        query.put("sinceTime", since);
        query.put("limitBytes", Integer.toString(limitBytes));
        try {
            Request request = Request.get(path(pod) + "/log" + ApiPaths.query(query), LOG_TIMEOUT)
                    .accepting("*/*");
            return Optional.of(
                    exchanges.successful(Call.about("get", pod), request).text());
        } catch (ApiException e) {
            // Not started yet, gone, node out of reach: the next look may find more.
            return Optional.empty();
        }
    }

    @Override
    public boolean may(String verb, ApiResource resource, String namespace, String name) {
        return reviews.may(verb, resource, namespace, name);
    }

    @Override
    public String user() {
        return reviews.user();
    }

    @Override
    public void close() {
        watches.close();
        transport.close();
    }

    private ApplyResult write(String method, ObjectRef ref, String path, String contentType, JsonNode body) {
        Call call = Call.about(contentType.equals(APPLY_PATCH) ? "apply" : VERBS.get(method), ref);
        String text = Exchanges.text(body);
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size > MAX_BODY) {
            throw ApiErrors.tooLarge(call, size, MAX_BODY);
        }
        Answer answer = exchanges.any(call, Request.send(method, path, contentType, text, timeout));
        if (!answer.successful()) {
            throw withSuggestion(ref, refusal(call, answer, ref));
        }
        return new ApplyResult(
                exchanges.tree(call, answer), answer.status() == 201, ServerWarnings.of(answer.all("Warning")));
    }

    private JsonNode review(String path, ObjectNode question) {
        Call call = Call.about("create", question.path("kind").asText());
        return exchanges.tree(call, Request.send("POST", path, Request.JSON, Exchanges.text(question), timeout));
    }

    private ApiException refusal(Call call, Answer answer, ObjectRef ref) {
        return unlessVanished(ApiErrors.of(call, answer), call.what(), ref.apiVersion(), ref.kind());
    }

    /**
     * What a path that is not there means: a type of objects may go, with its CustomResourceDefinition, while its path is
     * still known here. Then what is known is forgotten.
     */
    private ApiException unlessVanished(ApiException refusal, String where, String apiVersion, String kind) {
        if (refusal.status() != 404
                || !refusal.details().path("name").asText("").isEmpty()) {
            return refusal;
        }
        forgetResources();
        try {
            boolean listed = resources().find(apiVersion, kind).isPresent();
            return listed && !ApiErrors.isUnservedPath(refusal)
                    ? refusal
                    : ApiErrors.vanishedType(where, apiVersion, kind, !listed, refusal);
        } catch (ApiException e) {
            return refusal;
        }
    }

    private ApiException withSuggestion(ObjectRef ref, ApiException refusal) {
        try {
            return ApiErrors.withSuggestion(refusal, () -> FieldNames.of(ref, this::schema));
        } catch (ApiException e) {
            // The refusal matters, not that the help for it can't be had.
            return refusal;
        }
    }

    private JsonNode schema(String path) {
        Answer answer = getTree(path, Request.JSON);
        return answer.successful() ? Json.read(answer.body()) : MissingNode.getInstance();
    }

    private Listing listing(Call call, ApiResource resource, String path, String labelSelector, int page) {
        List<ObjectNode> objects = new ArrayList<>();
        String next = "";
        String version;
        do {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("labelSelector", labelSelector);
            query.put("limit", page == 0 ? "" : Integer.toString(page));
            query.put("continue", next);
            JsonNode list = exchanges.tree(call, Request.get(path + ApiPaths.query(query), timeout));
            for (JsonNode item : list.path("items")) {
                objects.add(typed(resource, (ObjectNode) item));
            }
            next = list.path("metadata").path("continue").asText("");
            // The same on all pages.
            version = list.path("metadata").path("resourceVersion").asText("");
        } while (!next.isEmpty());
        return new Listing(objects, version);
    }

    /** Items of a list lack what the list itself says: their type. */
    private static ObjectNode typed(ApiResource resource, ObjectNode item) {
        ObjectNode object = Json.MAPPER.createObjectNode();
        object.put("apiVersion", resource.apiVersion()).put("kind", resource.kind());
        item.remove(List.of("apiVersion", "kind"));
        return object.setAll(item);
    }

    private String path(ObjectRef ref) {
        ApiResource resource = resource(ref);
        return ApiPaths.object(resource, namespaceOf(resource, ref), ref.name());
    }

    private String namespaceOf(ApiResource resource, ObjectRef ref) {
        return resource.namespaced() && ref.namespace().isEmpty() ? namespace : ref.namespace();
    }

    private ApiResource resource(ObjectRef ref) {
        Optional<ApiResource> known = resources().find(ref.apiVersion(), ref.kind());
        if (known.isEmpty()) {
            forgetResources();
            known = resources().find(ref.apiVersion(), ref.kind());
        }
        return known.orElseThrow(() -> ApiErrors.unknownType(ref, resources()));
    }

    /** Whether the answer says that the object is not there; other kinds of "not found" are errors. */
    private static boolean isMissing(Answer answer) {
        return answer.status() == 404 && StatusBody.of(answer).isObjectMissing();
    }

    private Answer getTree(String path, String accept) {
        Call call = Call.about("get", path);
        return exchanges.any(call, Request.get(path, timeout).accepting(accept));
    }
}
