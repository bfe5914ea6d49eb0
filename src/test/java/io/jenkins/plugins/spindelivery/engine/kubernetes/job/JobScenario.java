package io.jenkins.plugins.spindelivery.engine.kubernetes.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.MortalCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Remains;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions.Check;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJobRequest.Cleanup;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.operation.BlobStore;
import io.jenkins.plugins.spindelivery.engine.operation.Life;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Scenario;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A Job in a namespace of its own.
 *
 * @param live the cluster
 * @param before makes what is in the namespace, given its name
 * @param yaml the Job
 * @param outputs the container of the outputs
 * @param cleanup when the Job is deleted
 * @param timeout how long it may run, in seconds
 */
record JobScenario(
        LiveCluster live, Consumer<String> before, String yaml, String outputs, Cleanup cleanup, long timeout)
        implements Scenario<RunJobState, RunJobResult> {
    private static final int MOST_LOOKS = 400;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    JobScenario(LiveCluster live, Consumer<String> before, String yaml, String outputs, Cleanup cleanup) {
        this(live, before, yaml, outputs, cleanup, 60);
    }

    JobScenario within(long seconds) {
        return new JobScenario(live, before, yaml, outputs, cleanup, seconds);
    }

    static RunJobRequest request(String namespace, String outputs, Cleanup cleanup, long timeout) {
        return new RunJobRequest(
                new DeployRequest(
                        "test",
                        PreparationOptions.DEFAULTS.withNamespace(namespace),
                        new DeployOptions(Check.FULL, false, false, false, false, false, false, 60)),
                outputs,
                cleanup,
                timeout);
    }

    static List<Manifest> manifests(String yaml) {
        return ManifestReader.read("job.yaml", yaml.getBytes(UTF_8), ReadLimits.DEFAULT);
    }

    @Override
    public Trial<RunJobState, RunJobResult> prepare() {
        String namespace = live.testCluster().newNamespace("job");
        before.accept(namespace);
        return new Run(namespace);
    }

    private final class Run implements Trial<RunJobState, RunJobResult> {
        private final String namespace;

        Run(String namespace) {
            this.namespace = namespace;
        }

        @Override
        public RunJob operation() {
            return new RunJob();
        }

        @Override
        public OperationContext context(Clock clock, BlobStore blobs, Life life) {
            Cluster cluster = MortalCluster.of(live.cluster(), life);
            return new OperationContext(clock, live.executor(), EventSink.NONE, account -> cluster, blobs);
        }

        @Override
        public RunJobState begin(OperationContext context) {
            return RunJob.start(request(namespace, outputs, cleanup, timeout), manifests(yaml), context);
        }

        private List<ObjectNode> pods() {
            return live
                    .cluster()
                    .list(live.cluster().resources().find("v1", "Pod").orElseThrow(), namespace, "")
                    .stream()
                    .filter(pod -> !pod.at("/metadata").has("deletionTimestamp"))
                    .toList();
        }

        @Override
        public String outcome(RunJobResult result) {
            List<String> told = new ArrayList<>(
                    Remains.told(result.status(), result.objects(), result.errors(), result.warnings()));
            told.add("outputs " + result.outputs());
            // How much of the log a cancelled one has read depends on when its pod began to write.
            if (result.status() != Status.CANCELLED) {
                told.add("log " + result.log());
            }
            result.containers()
                    .forEach(each -> told.add(each.container() + " " + each.exitCode() + " " + each.reason()));
            List<String> jobs = new ArrayList<>();
            live.cluster()
                    .list(live.cluster().resources().find("batch/v1", "Job").orElseThrow(), namespace, "")
                    .forEach(job -> jobs.add("left Job "
                            + job.at("/metadata/name").asText() + " "
                            + job.at("/spec/template/spec/containers/0/image").asText()));
            List<ObjectNode> pods = pods();
            // The garbage collector deletes the pods of a Job that is gone, a moment after it.
            for (int looks = 0; jobs.isEmpty() && !pods.isEmpty() && looks < MOST_LOOKS; looks++) {
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
                pods = pods();
            }
            pods.forEach(pod -> jobs.add(
                    "left Pod of " + pod.at("/metadata/ownerReferences/0/name").asText()));
            told.addAll(jobs);
            // Pods' names are random.
            return String.join("\n", told)
                    .replace(namespace, "NAMESPACE")
                    .replaceAll("migrate-[a-z0-9]{5}\\b", "migrate-NAME")
                    .replaceAll("migrate-NAME-[a-z0-9]{5}", "migrate-NAME-POD");
        }
    }
}
