package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutBench.codes;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutBench.outcomes;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutBench.workload;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.kubernetes.InterferingCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.DeleteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Target;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutState.Stage;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Changes that may not be made, that somebody else is in the way of, or that do not come to their end. */
public class RolloutFaultTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    private static final Change SCALE = new Change.Scale(3, false);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private RolloutBench bench;

    @Before
    public void bench() {
        bench = new RolloutBench(LIVE, folder.getRoot().toPath());
        bench.deployed(workload("Deployment", "web:1", "replicas: 1"));
    }

    private int replicas() {
        return bench.web("Deployment").at("/spec/replicas").asInt();
    }

    private void answer(String method, Object with) {
        bench.interfere(cluster -> ((InterferingCluster)
                        (called, arguments) -> called.equals(method) ? Optional.of(with) : Optional.empty())
                .around(cluster));
    }

    @Test
    public void rulesOfTheAccountAreAskedBeforeAnythingIsSent() {
        answer("forbids", Optional.of(Problem.of("kubernetes.deploy-paused", "")));
        RolloutResult result = bench.change("deploy", SCALE);
        assertEquals(Status.REFUSED, result.status());
        assertEquals(Category.ACCESS, result.category());
        assertEquals(
                "Deployment " + bench.namespace() + "/web",
                result.errors().get(0).where());
        assertEquals(1, replicas());
    }

    @Test
    public void missingRightsAreFoundBeforeAnythingIsSent() {
        answer("may", false);
        RolloutResult result = bench.change("deploy", SCALE);
        assertEquals(Status.REFUSED, result.status());
        assertEquals(Category.ACCESS, result.category());
        assertEquals(List.of("kubernetes.rollout-forbidden"), codes(result));
        assertEquals(1, replicas());
    }

    @Test
    public void anotherObjectOfTheNameIsLeftAlone() {
        AtomicInteger times = new AtomicInteger();
        RolloutResult result = bench.change(bench.request("deploy", SCALE), state -> {
            if (state.stage() == Stage.CHANGE && times.getAndIncrement() == 0) {
                ObjectRef ref = ObjectRef.of(bench.web("Deployment"));
                bench.cluster().delete(ref, DeleteOptions.DEFAULT);
                bench.deployed(workload("Deployment", "web:1", "replicas: 1"));
            }
        });
        assertEquals(List.of("kubernetes.watched-replaced"), codes(result));
        assertEquals(Status.REFUSED, result.status());
        assertEquals(1, replicas());
    }

    @Test
    public void whatSomebodyDeletesMeanwhileFails() {
        AtomicInteger times = new AtomicInteger();
        RolloutResult result = bench.change(bench.request("deploy", SCALE), state -> {
            if (state.stage() == Stage.WAIT && times.getAndIncrement() == 0) {
                bench.cluster().delete(ObjectRef.of(bench.web("Deployment")), DeleteOptions.DEFAULT);
            }
        });
        assertEquals(List.of("kubernetes.watched-gone"), codes(result));
        assertEquals(Status.FAILED, result.status());
        assertEquals(List.of("Deployment web scaled failed"), outcomes(result));
    }

    @Test
    public void pastItsTimeItSaysWhatIsMissing() {
        bench.deployed(workload("Deployment", "web:1", "replicas: 0"));
        bench.patch(
                "Deployment",
                "somebody",
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"image\":\"web:1-neverready\"}]}}}}");
        RolloutRequest request =
                new RolloutRequest("test", Target.named("deploy", "web", bench.namespace()), SCALE, true, 2);
        RolloutResult result = bench.change(request, state -> {});
        assertEquals(Status.TIMED_OUT, result.status());
        assertEquals(List.of("kubernetes.deploy-not-stable"), codes(result));
        assertTrue(
                result.errors().get(0).describe(),
                result.errors().get(0).describe().contains("web"));
        assertEquals("what was changed stays", 3, replicas());
    }
}
