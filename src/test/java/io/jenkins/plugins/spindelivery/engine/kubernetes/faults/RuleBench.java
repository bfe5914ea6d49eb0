package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.Delete;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Deploy;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions.Check;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationRunner;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.testcluster.ClusterApi;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Deploys to and deletes from one namespace of the test cluster, while a test makes trouble there. */
final class RuleBench {
    private final LiveCluster live;
    private final String namespace;
    private final Path folder;
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private Cluster cluster;
    private DeployOptions options = new DeployOptions(Check.FULL, false, false, false, false, true, false, 60);
    private PreparationOptions preparation = PreparationOptions.DEFAULTS;
    private Predicate<Event> moment = event -> false;
    private Runnable trouble;
    private int count;

    /**
     * A new namespace.
     *
     * @param live the cluster
     * @param prefix of the namespace's name
     * @param folder for the operations' files
     */
    RuleBench(LiveCluster live, String prefix, Path folder) {
        this.live = live;
        this.cluster = live.cluster();
        this.namespace = live.testCluster().newNamespace(prefix);
        this.folder = folder;
    }

    /** From now on with another credential. */
    RuleBench as(Cluster other) {
        cluster = other;
        return this;
    }

    /** From now on with a time limit, in seconds. */
    RuleBench timeout(long seconds) {
        return with(options.check(), options.forceConflicts(), options.prune(), options.rollbackOnFailure(), seconds);
    }

    /** From now on with a rollback on failure. */
    RuleBench rollingBack() {
        return with(options.check(), options.forceConflicts(), options.prune(), true, options.timeoutSeconds());
    }

    /** From now on without a dry run before the first write. */
    RuleBench unchecked() {
        boolean back = options.rollbackOnFailure();
        return with(Check.STRUCTURAL, options.forceConflicts(), options.prune(), back, options.timeoutSeconds());
    }

    /** From now on taking over what others own. */
    RuleBench forcing() {
        return with(options.check(), true, options.prune(), options.rollbackOnFailure(), options.timeoutSeconds());
    }

    /** From now on pruning an application. */
    RuleBench pruning(String application) {
        preparation = PreparationOptions.builder().application(application).build();
        boolean back = options.rollbackOnFailure();
        return with(options.check(), options.forceConflicts(), true, back, options.timeoutSeconds());
    }

    private RuleBench with(Check check, boolean force, boolean prune, boolean rollback, long timeout) {
        options = new DeployOptions(check, false, force, prune, rollback, true, false, timeout);
        return this;
    }

    /** Makes trouble in the next deploy, once, at the moment when it begins to wait. */
    RuleBench whenWaiting(Runnable what) {
        return when(event -> event instanceof Event.PhaseStarted phase && phase.phase() == Phase.WAIT, what);
    }

    /** Makes trouble in the next operation, once, at the first event of a sort. */
    RuleBench when(Predicate<Event> sort, Runnable what) {
        moment = sort;
        trouble = what;
        return this;
    }

    DeployResult deploy(String yaml) {
        OperationFile file = nextFile();
        OperationContext context = context(file);
        DeployRequest request = new DeployRequest("test", preparation.withNamespace(namespace), options);
        return OperationRunner.run(
                new Deploy(), Deploy.start(request, manifests(yaml), context), context, file, state -> {});
    }

    DeleteResult delete(String kind, String name) {
        OperationFile file = nextFile();
        OperationContext context = context(file);
        DeleteRequest request = new DeleteRequest(
                "test", List.of(kind), name, "", namespace, null, null, false, true, options.timeoutSeconds());
        return OperationRunner.run(new Delete(), Delete.start(request, context), context, file, state -> {});
    }

    private OperationFile nextFile() {
        events.clear();
        return OperationRunner.file(folder.resolve("run-" + count++));
    }

    private OperationContext context(OperationFile file) {
        return new OperationContext(Clock.systemUTC(), live.executor(), this::take, account -> cluster, file);
    }

    private void take(Event event) {
        events.add(event);
        if (moment.test(event)) {
            moment = later -> false;
            trouble.run();
        }
    }

    private static List<Manifest> manifests(String yaml) {
        return ManifestReader.read("test.yaml", yaml.getBytes(UTF_8), ReadLimits.DEFAULT);
    }

    String namespace() {
        return namespace;
    }

    /** The administrator's access, for what the test does itself. */
    ClusterApi api() {
        return live.testCluster().api();
    }

    /** The path of a list of this namespace, such as {@code configmaps} or {@code apps/v1/deployments}. */
    String path(String list) {
        int slash = list.lastIndexOf('/');
        String group = slash < 0 ? "/api/v1" : "/apis/" + list.substring(0, slash);
        return group + "/namespaces/" + namespace + "/" + list.substring(slash + 1);
    }

    /** An object of this namespace; missing when it is not there. */
    JsonNode live(String list, String name) {
        return api().get(path(list) + "/" + name);
    }

    boolean exists(String list, String name) {
        return !live(list, name).isMissingNode();
    }

    /** What was told while the last operation ran, with what it was retried for. */
    List<Problem> retried() {
        synchronized (events) {
            return events.stream()
                    .filter(Event.Retrying.class::isInstance)
                    .map(event -> ((Event.Retrying) event).problem())
                    .distinct()
                    .toList();
        }
    }

    List<Event> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /** Codes, places and texts as people read them; what is by chance is masked: NS is the namespace. */
    List<String> told(List<Problem> problems) {
        return problems.stream()
                .map(problem -> masked(problem.code() + " | " + problem.describe()))
                .toList();
    }

    /** The texts in Chinese, masked in the same way. */
    List<String> inChinese(List<Problem> problems) {
        return problems.stream()
                .map(problem -> masked(problem.message(Locale.SIMPLIFIED_CHINESE)))
                .toList();
    }

    private String masked(String text) {
        return text.replace(namespace, "NS")
                .replaceAll("\"(web|once)-[a-z0-9-]+\"", "\"$1-*\"")
                .replaceAll("127\\.0\\.0\\.1:[0-9]+", "127.0.0.1:PORT");
    }

    /** Each object with what was done to it and how it is. */
    static List<String> outcomes(List<ObjectOutcome> objects) {
        return objects.stream()
                .map(object -> object.kind() + " " + object.name() + " "
                        + object.action().word() + " " + object.status())
                .toList();
    }
}
