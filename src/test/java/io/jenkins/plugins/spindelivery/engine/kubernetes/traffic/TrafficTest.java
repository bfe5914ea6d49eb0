package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.Delete;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Criterion;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Target;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.Change;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutChange;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutResult;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.Gate;
import io.jenkins.plugins.spindelivery.engine.operation.GateAnswer;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationRunner;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Moves traffic on the real control plane. */
public class TrafficTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private TrafficPlace place;

    @Before
    public void aServiceWithoutPods() {
        place = new TrafficPlace(LIVE, folder.getRoot().toPath());
    }

    private Target named(String kind, String name) {
        return Target.named(kind, name, place.namespace());
    }

    private DeployResult disable(Target target, boolean ignoreGuard) {
        return place.run(TrafficRequest.disable("test", target, List.of(), ignoreGuard, 0, true, 60));
    }

    private static List<String> codes(DeployResult result) {
        return result.errors().stream().map(Problem::code).toList();
    }

    private static List<String> objects(DeployResult result) {
        return result.objects().stream()
                .map(object -> object.name() + " " + object.action().word())
                .toList();
    }

    @Test
    public void redBlackTakesTheOldOneOutAndKeepsIt() {
        place.deploy(TrafficPlace.replicaSet("web:1", 2));
        assertEquals("web-v000 of 2: template in, 2 of 2 pods labelled, 2 serving", place.shown());
        DeployResult result = place.deploy(TrafficStrategy.RED_BLACK, TrafficPlace.replicaSet("web:2", 3));
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(List.of("web-v001 created", "web-v000 disabled"), objects(result));
        assertEquals(
                """
                web-v000 of 2: template out, 0 of 2 pods labelled, 0 serving
                web-v001 of 3: template in, 3 of 3 pods labelled, 3 serving""",
                place.shown());
    }

    /** The old one of an earlier red/black is out already; nothing happens to it, and nothing is told of it. */
    @Test
    public void redBlackAgain() {
        place.deploy(TrafficPlace.replicaSet("web:1", 1));
        place.deploy(TrafficStrategy.RED_BLACK, TrafficPlace.replicaSet("web:2", 1));
        DeployResult result = place.deploy(TrafficStrategy.RED_BLACK, TrafficPlace.replicaSet("web:3", 1));
        assertEquals(List.of("web-v002 created", "web-v000 unchanged", "web-v001 disabled"), objects(result));
    }

    @Test
    public void redBlackDeletesWhatNeverCameUp() {
        place.deploy(TrafficPlace.replicaSet("web:1", 1));
        // Nobody waits for it.
        LIVE.cluster().create(broken(), io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions.DEFAULT);
        DeployResult result = place.deploy(TrafficStrategy.RED_BLACK, TrafficPlace.replicaSet("web:2", 1));
        assertTrue(objects(result).toString(), objects(result).contains("broken deleted"));
        assertTrue(objects(result).toString(), objects(result).contains("web-v000 disabled"));
    }

    private com.fasterxml.jackson.databind.node.ObjectNode broken() {
        String yaml = TrafficPlace.replicaSet(
                        "web:1-neverready",
                        1,
                        "moniker.spinnaker.io/application: web, moniker.spinnaker.io/cluster: replicaSet web")
                .replace("name: web, annotations", "name: broken, namespace: " + place.namespace() + ", annotations");
        return TrafficPlace.read(yaml).get(0).json();
    }

    @Test
    public void highlanderLeavesOne() {
        place.deploy(TrafficPlace.replicaSet("web:1", 2));
        place.deploy(TrafficStrategy.RED_BLACK, TrafficPlace.replicaSet("web:2", 2));
        DeployResult result = place.deploy(TrafficStrategy.HIGHLANDER, TrafficPlace.replicaSet("web:3", 2));
        assertEquals(List.of("web-v002 created", "web-v000 deleted", "web-v001 deleted"), objects(result));
        assertEquals("web-v002 of 2: template in, 2 of 2 pods labelled, 2 serving", place.shown());
    }

    @Test
    public void anUnchangedManifestIsUsedAgain() {
        place.deploy(TrafficPlace.replicaSet("web:1", 2));
        DeployResult result = place.deploy(TrafficStrategy.RED_BLACK, TrafficPlace.replicaSet("web:1", 2));
        assertEquals(List.of("web-v000 unchanged"), objects(result));
        assertEquals("web-v000 of 2: template in, 2 of 2 pods labelled, 2 serving", place.shown());
    }

    private DeployResult roll(String image, boolean back, Function<Gate, Optional<GateAnswer>> answers) {
        OperationFile file = place.file();
        OperationContext context = OperationRunner.waking(place.context(Clock.systemUTC(), file, LIVE.cluster()));
        Traffic traffic = new Traffic();
        TrafficState state = place.start(
                TrafficStrategy.ROLLING_RED_BLACK,
                List.of(25, 50),
                true,
                back,
                TrafficPlace.replicaSet(image, 4, "strategy.spinnaker.io/max-version-history: '2'"),
                context);
        while (true) {
            Move<TrafficState, DeployResult> move = traffic.move(state, context);
            if (move instanceof Move.Finished<TrafficState, DeployResult> finished) {
                return finished.result();
            }
            Move.Next<TrafficState, DeployResult> next = (Move.Next<TrafficState, DeployResult>) move;
            TrafficState after = next.state();
            Optional<GateAnswer> answer = traffic.gate(after).flatMap(answers);
            state = answer.map(given -> traffic.answer(after, given)).orElse(after);
            if (answer.isEmpty()) {
                LockSupport.parkNanos(next.delay().toNanos());
            }
        }
    }

    @Test
    public void rollingRedBlackGoesByPercentages() {
        place.deploy(TrafficPlace.replicaSet("web:1", 4));
        List<String> seen = new ArrayList<>();
        DeployResult result = roll("web:2", true, gate -> {
            seen.add(gate.id() + " " + gate.variables().get("SPIN_TRAFFIC_REPLICA_SETS") + "\n" + place.shown());
            return Optional.of(new GateAnswer(gate.id(), true, ""));
        });
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(
                List.of(
                        """
                        check-25 web-v001
                        web-v000 of 4: template in, 4 of 4 pods labelled, 4 serving
                        web-v001 of 1: template in, 1 of 1 pods labelled, 1 serving""",
                        """
                        check-50 web-v001
                        web-v000 of 4: template in, 3 of 4 pods labelled, 3 serving
                        web-v001 of 2: template in, 2 of 2 pods labelled, 2 serving""",
                        """
                        check-100 web-v001
                        web-v000 of 4: template in, 2 of 4 pods labelled, 2 serving
                        web-v001 of 4: template in, 4 of 4 pods labelled, 4 serving"""),
                seen);
        assertEquals(
                """
                web-v000 of 4: template out, 0 of 4 pods labelled, 0 serving
                web-v001 of 4: template in, 4 of 4 pods labelled, 4 serving""",
                place.shown());
        assertEquals(List.of("web-v001 created", "web-v000 disabled"), objects(result));
    }

    /** A history of two would delete the only one that serves, when there is another between it and the new one. */
    @Test
    public void historyWaitsUntilTheNewOneServes() {
        place.deploy(TrafficPlace.replicaSet("web:1", 2));
        place.deploy(TrafficPlace.replicaSet("web:2", 2));
        disable(named("rs", "web-v001"), false);
        List<String> first = new ArrayList<>();
        DeployResult result = roll("web:3", true, gate -> {
            first.add(place.shown().lines().findFirst().orElseThrow());
            return Optional.of(new GateAnswer(gate.id(), true, ""));
        });
        assertEquals("web-v000 of 2: template in, 2 of 2 pods labelled, 2 serving", first.get(0));
        assertEquals(List.of("web-v002 created", "web-v000 deleted", "web-v001 unchanged"), objects(result));
    }

    @Test
    public void aCheckThatFailsGivesTheOldOneAllBackAndRemovesTheNewOne() {
        place.deploy(TrafficPlace.replicaSet("web:1", 4));
        DeployResult result = roll(
                "web:2",
                true,
                gate -> Optional.of(new GateAnswer(gate.id(), !gate.id().equals("check-50"), "too many errors")));
        assertEquals(Status.FAILED, result.status());
        assertEquals(List.of("kubernetes.traffic-check-failed"), codes(result));
        assertEquals(
                "The check at 50 % failed: too many errors",
                result.errors().get(0).message());
        assertEquals(List.of("web-v001 deleted", "web-v000 rolledBack"), objects(result));
        assertEquals("web-v000 of 4: template in, 4 of 4 pods labelled, 4 serving", place.shown());
    }

    @Test
    public void podsThatFailDuringTheCheckEndIt() {
        place.deploy(TrafficPlace.replicaSet("web:1", 4));
        DeployResult result = roll("web:2-crash", true, gate -> Optional.empty());
        assertEquals(Status.FAILED, result.status());
        assertEquals("web-v000 of 4: template in, 4 of 4 pods labelled, 4 serving", place.shown());
    }

    @Test
    public void takingOutAndLettingIn() {
        place.deploy(TrafficPlace.replicaSet("web:1", 2));
        place.deploy(TrafficPlace.replicaSet("web:2", 2));
        DeployResult out =
                disable(Target.chosen("ReplicaSet", Criterion.OLDEST, "web", "web", place.namespace()), false);
        assertEquals(out.errors().toString(), Status.SUCCEEDED, out.status());
        assertEquals(List.of("web-v000 disabled"), objects(out));
        assertEquals(
                """
                web-v000 of 2: template out, 0 of 2 pods labelled, 0 serving
                web-v001 of 2: template in, 2 of 2 pods labelled, 2 serving""",
                place.shown());
        assertEquals(List.of("web-v000 unchanged"), objects(disable(named("rs", "web-v000"), false)));
        DeployResult in = place.run(
                TrafficRequest.enable("test", named("ReplicaSet", "web-v000"), List.of("service web"), true, 60));
        assertEquals(List.of("web-v000 enabled"), objects(in));
        assertTrue(place.shown(), place.shown().startsWith("web-v000 of 2: template in, 2 of 2 pods labelled, 2 serv"));
    }

    @Test
    public void whatTheTimeWasTooShortForIsNotCalledDone() {
        place.deploy(TrafficPlace.replicaSet("web:1", 2));
        place.deploy(TrafficPlace.replicaSet("web:2", 2));
        DeployResult late =
                place.run(TrafficRequest.disable("test", named("rs", "web-v000"), List.of(), false, 0, false, 0));
        assertEquals(Status.TIMED_OUT, late.status());
        assertEquals(List.of("kubernetes.traffic-not-out"), codes(late));
        assertTrue(place.shown(), place.shown().startsWith("web-v000 of 2: template in, 2 of 2 pods labelled, 2 serv"));
    }

    @Test
    public void aPodThatIsAnotherByNowIsLeftAlone() {
        place.deploy(TrafficPlace.replicaSet("web:1", 1));
        ObjectNode pod = LIVE.cluster()
                .list(LIVE.cluster().resources().find("v1", "Pod").orElseThrow(), place.namespace(), "")
                .get(0)
                .deepCopy();
        pod.withObject("/metadata").put("uid", "00000000-0000-0000-0000-000000000000");
        ObjectRef ref = new ObjectRef("apps/v1", "ReplicaSet", place.namespace(), "web-v000");
        Map<String, String> labels = Map.of("lb", "web");
        Group group = new Group(ref, "", List.of(), labels, labels, 1, false, false, Group.Fate.LEFT);
        PodLabels writer =
                new PodLabels(LIVE.cluster(), place.context(Clock.systemUTC(), place.file(), LIVE.cluster()));
        assertTrue(writer.write(List.of(pod), group, labels, false));
        assertEquals("web-v000 of 1: template in, 1 of 1 pods labelled, 1 serving", place.shown());
    }

    @Test
    public void theLastOnesAreGuarded() {
        place.deploy(TrafficPlace.replicaSet("web:1", 2));
        DeployResult refused = disable(named("rs", "web-v000"), false);
        assertEquals(List.of("kubernetes.traffic-guard"), codes(refused));
        assertEquals(Status.REFUSED, refused.status());
        assertTrue(
                refused.errors().get(0).message(),
                refused.errors().get(0).message().contains("2 pods"));
        assertEquals("web-v000 of 2: template in, 2 of 2 pods labelled, 2 serving", place.shown());
        assertEquals(Status.SUCCEEDED, disable(named("rs", "web-v000"), true).status());
        assertEquals("web-v000 of 2: template out, 0 of 2 pods labelled, 0 serving", place.shown());
    }

    @Test
    public void aPartMayHaveToStay() {
        place.deploy(TrafficPlace.replicaSet("web:1", 3));
        place.deploy(TrafficPlace.replicaSet("web:2", 1));
        DeployResult refused =
                place.run(TrafficRequest.disable("test", named("rs", "web-v000"), List.of(), false, 0.25, true, 60));
        assertEquals(List.of("kubernetes.traffic-guard-ratio"), codes(refused));
        assertEquals(
                Status.SUCCEEDED,
                place.run(TrafficRequest.disable("test", named("rs", "web-v000"), List.of(), false, 0.2, true, 60))
                        .status());
    }

    /** Deployments, too, whose pods belong to their ReplicaSets. */
    @Test
    public void deletingAndScalingMayBeGuarded() {
        place.deploy(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: shop}
                spec:
                  selector: {matchLabels: {app: shop}}
                  template:
                    metadata: {labels: {app: shop, lb: web}}
                    spec: {containers: [{name: shop, image: "shop:1"}]}
                """);
        DeleteRequest delete = new DeleteRequest(
                "test", List.of("Deployment"), "shop", "", place.namespace(), null, null, true, true, 60);
        RolloutRequest scale = new RolloutRequest(
                "test", named("deploy", "shop"), Change.Scale.of("0").orElseThrow(), true, 60);
        OperationFile file = place.file();
        OperationContext context = place.context(Clock.systemUTC(), file, LIVE.cluster());
        DeleteResult refused = OperationRunner.run(
                new Delete(), Delete.start(delete.withTrafficGuard(true), context), context, file, state -> {});
        RolloutResult kept = OperationRunner.run(
                new RolloutChange(),
                RolloutChange.start(scale.withTrafficGuard(true), context),
                context,
                file,
                state -> {});
        assertEquals(
                "kubernetes.traffic-guard-workload", refused.errors().get(0).code());
        assertEquals(
                "Service " + place.namespace() + "/web", refused.errors().get(0).where());
        assertEquals("kubernetes.traffic-guard-workload", kept.errors().get(0).code());
        assertEquals(Status.REFUSED, kept.status());
        place.deploy(TrafficPlace.replicaSet("web:1", 1));
        DeleteResult allowed = OperationRunner.run(
                new Delete(), Delete.start(delete.withTrafficGuard(true), context), context, file, state -> {});
        assertEquals(allowed.errors().toString(), Status.SUCCEEDED, allowed.status());
    }

    @Test
    public void onlyReplicaSetsOfNobodyAreMoved() {
        place.deploy(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: shop}
                spec:
                  selector: {matchLabels: {app: shop}}
                  template:
                    metadata: {labels: {app: shop}}
                    spec: {containers: [{name: shop, image: "shop:1"}]}
                """);
        assertEquals(List.of("kubernetes.traffic-kind"), codes(disable(named("deploy", "shop"), false)));
        DeployResult owned = place.run(TrafficRequest.disable(
                "test",
                Target.labelled(List.of("rs"), "app=shop", place.namespace()),
                List.of("web"),
                false,
                0,
                true,
                60));
        assertEquals(List.of("kubernetes.traffic-owned"), codes(owned));
        assertEquals(Status.REFUSED, owned.status());
        assertEquals(List.of("kubernetes.find-nothing"), codes(disable(named("rs", "nobody"), false)));
    }
}
