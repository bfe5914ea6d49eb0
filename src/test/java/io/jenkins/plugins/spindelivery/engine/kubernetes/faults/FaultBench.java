package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.kubernetes.KubernetesClusters;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.Delete;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Deploy;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions.Check;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationRunner;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/**
 * Deploys and deletes in a namespace of its own, by a connection to wherever the test wants. What the operation waits
 * before it tries again passes at once, on its clock, unless the test needs real time.
 */
final class FaultBench extends ExternalResource {
    /** The account that the operations name. */
    static final String ACCOUNT = "production";

    private final TestCluster cluster;
    private final Function<Config, Config> change;
    private final TemporaryFolder folder = new TemporaryFolder();
    private final TestTime time = new TestTime();
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private final List<Duration> retries = new ArrayList<>();
    private Consumer<Event> onEvent = event -> {};
    private Duration callTimeout = Duration.ofSeconds(30);
    private boolean realTime;
    private String namespace;
    private String token;
    private KubernetesClusters clusters;
    private ExecutorService executor;
    private int count;

    private FaultBench(TestCluster cluster, Function<Config, Config> change) {
        this.cluster = cluster;
        this.change = change;
    }

    /** Connects to the API server itself. */
    static FaultBench at(TestCluster cluster) {
        return new FaultBench(cluster, config -> config);
    }

    /** Connects to another address, with the same credential. */
    static FaultBench at(TestCluster cluster, Supplier<String> url) {
        return with(cluster, config -> config.withMasterUrl(url.get()));
    }

    /** Connects with another configuration. */
    static FaultBench with(TestCluster cluster, Function<ConfigBuilder, ConfigBuilder> change) {
        return new FaultBench(
                cluster, config -> change.apply(new ConfigBuilder(config)).build());
    }

    @Override
    protected void before() throws Throwable {
        folder.create();
        executor = Executors.newFixedThreadPool(16);
        namespace = cluster.newNamespace("faults");
        connect();
    }

    private void connect() {
        Config config =
                new Kubeconfigs(Kubeconfigs.Policy.LOCAL, Map.of(), Clock.systemUTC()).load(cluster.kubeconfig(), "");
        if (token != null) {
            config.setOauthToken(token);
        }
        clusters = new KubernetesClusters(account -> change.apply(config), callTimeout);
    }

    @Override
    protected void after() {
        clusters.close();
        executor.shutdownNow();
        folder.delete();
    }

    /** How long a call may take. */
    FaultBench callTimeout(Duration timeout) {
        callTimeout = timeout;
        clusters.close();
        connect();
        return this;
    }

    /** Uses a service account that administrates the namespace and nothing else, as a careful administrator gives. */
    FaultBench asServiceAccount() {
        cluster.api().create(path("serviceaccounts"), "{\"metadata\":{\"name\":\"deployer\"}}");
        cluster.api()
                .create(
                        "/apis/rbac.authorization.k8s.io/v1/namespaces/" + namespace + "/rolebindings",
                        "{\"metadata\":{\"name\":\"deployer\"},\"roleRef\":{\"apiGroup\":\"rbac.authorization.k8s.io\","
                                + "\"kind\":\"ClusterRole\",\"name\":\"admin\"},\"subjects\":[{\"kind\":"
                                + "\"ServiceAccount\",\"name\":\"deployer\",\"namespace\":\"" + namespace + "\"}]}");
        token = cluster.api()
                .create(path("serviceaccounts/deployer/token"), "{\"spec\":{}}")
                .at("/status/token")
                .asText();
        clusters.close();
        connect();
        return this;
    }

    /** The operation's waiting takes its time; for faults that pass by the real clock. */
    FaultBench inRealTime() {
        realTime = true;
        return this;
    }

    /** Does something when an event comes, in the middle of the move. */
    FaultBench onEvent(Consumer<Event> action) {
        onEvent = action;
        return this;
    }

    /** Does something when the deploy begins to wait for stable objects. */
    FaultBench whenWaiting(Runnable action) {
        return onEvent(event -> {
            if (event instanceof Event.PhaseStarted started && started.phase() == Phase.WAIT) {
                action.run();
            }
        });
    }

    TestTime time() {
        return time;
    }

    String namespace() {
        return namespace;
    }

    DeployResult deploy(String yaml) {
        return deploy(options(600, false), yaml);
    }

    DeployResult deploy(DeployOptions options, String yaml) {
        OperationContext context = context();
        PreparationOptions preparation = PreparationOptions.DEFAULTS.withNamespace(namespace);
        return run(
                new Deploy(),
                Deploy.start(
                        new DeployRequest(ACCOUNT, preparation, options),
                        ManifestReader.read("test.yaml", yaml.getBytes(UTF_8), ReadLimits.DEFAULT),
                        context),
                context);
    }

    DeleteResult delete(String kind, String name, long timeoutSeconds) {
        return delete(kind, name, "", timeoutSeconds);
    }

    DeleteResult deleteAll(String kind, String selector, long timeoutSeconds) {
        return delete(kind, "", selector, timeoutSeconds);
    }

    private DeleteResult delete(String kind, String name, String selector, long timeoutSeconds) {
        OperationContext context = context();
        DeleteRequest request = new DeleteRequest(
                ACCOUNT, List.of(kind), name, selector, namespace, null, null, false, true, timeoutSeconds);
        return run(new Delete(), Delete.start(request, context), context);
    }

    static DeployOptions options(long timeoutSeconds, boolean rollback) {
        return new DeployOptions(Check.FULL, false, false, false, rollback, true, false, timeoutSeconds);
    }

    private OperationContext context() {
        events.clear();
        retries.clear();
        OperationFile file = OperationRunner.file(folder.getRoot().toPath().resolve("run-" + count++));
        return new OperationContext(time, executor, this::hear, clusters, file);
    }

    private void hear(Event event) {
        events.add(event);
        onEvent.accept(event);
    }

    private <S, R> R run(Operation<S, R> operation, S first, OperationContext context) {
        OperationFile file = (OperationFile) context.blobs();
        S state = first;
        while (true) {
            file.save(operation, state);
            int heard = events.size();
            Move<S, R> move = operation.move(file.state(operation, file.load()), context);
            if (move instanceof Move.Finished<S, R> finished) {
                return finished.result();
            }
            Move.Next<S, R> next = (Move.Next<S, R>) move;
            pass(
                    next.delay(),
                    events.subList(heard, events.size()).stream().anyMatch(Event.Retrying.class::isInstance));
            state = next.state();
        }
    }

    private void pass(Duration delay, boolean retrying) {
        if (retrying) {
            retries.add(delay);
        }
        if (retrying && !realTime) {
            time.jump(delay);
        } else {
            LockSupport.parkNanos(delay.toNanos());
        }
    }

    /** How long the operation waited before each further try. */
    List<Duration> retries() {
        return List.copyOf(retries);
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    /** What the user was told each time that something was going to be tried again. */
    List<String> retrying() {
        return events().stream()
                .filter(Event.Retrying.class::isInstance)
                .map(event -> told(((Event.Retrying) event).problem().describe()))
                .toList();
    }

    /** Each problem as people read it, without the names and numbers that are new in each run. */
    List<String> told(List<Problem> problems) {
        return problems.stream().map(problem -> told(problem.describe())).toList();
    }

    /** The same of any text. */
    String told(String text) {
        return text.replace(namespace, "NAMESPACE")
                .replaceAll("https?://127.0.0.1:\\d+", "SERVER")
                .replaceAll("asked \\d+ times", "asked N times");
    }

    static List<String> actions(List<ObjectOutcome> objects) {
        return objects.stream()
                .map(object -> object.kind() + " " + object.name() + " "
                        + object.action().word() + " " + object.status())
                .toList();
    }

    /** An object as it is, by a way without faults. */
    JsonNode live(String path) {
        return cluster.api().get(path(path));
    }

    /** The path of something in the namespace. */
    String path(String path) {
        String group = path.startsWith("deployments")
                ? "/apis/apps/v1"
                : path.startsWith("jobs") ? "/apis/batch/v1" : "/api/v1";
        return group + "/namespaces/" + namespace + "/" + path;
    }

    /** The names of all objects of a type, but those that every namespace has. */
    List<String> names(String type) {
        return StreamSupport.stream(live(type).path("items").spliterator(), false)
                .map(item -> item.at("/metadata/name").asText())
                .filter(name -> !name.equals("kube-root-ca.crt"))
                .sorted()
                .toList();
    }
}
