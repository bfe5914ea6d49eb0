package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import static org.junit.Assert.assertEquals;

import java.util.List;
import org.junit.Test;

public class CapacityTest extends PreparationCase {
    private static final String WORKLOAD =
            """
            apiVersion: apps/v1
            kind: %s
            metadata: {name: web, annotations: {strategy.spinnaker.io/use-source-capacity: 'true'%s}}
            spec: {replicas: 1, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: b}]}}}
            """;

    private static final String DEPLOYMENT = WORKLOAD.formatted("Deployment", "");
    private static final String REPLICA_SET = WORKLOAD.formatted("ReplicaSet", "");

    @Test
    public void withoutALiveObjectTheManifestsNumberStays() {
        assertEquals("1", replicas(DEPLOYMENT));
        assertEquals(List.of("capacity Deployment devops/web"), live.asked);
    }

    @Test
    public void ourOwnLiveNumberIsSentAgain() {
        live.capacity("Deployment devops/web", new SourceCapacity.Ours(3));
        assertEquals("3", replicas(DEPLOYMENT));
        assertEquals("3", replicas(DEPLOYMENT.replace("replicas: 1, ", "")));
        live.capacity("Deployment devops/web", new SourceCapacity.Ours(0));
        assertEquals("0", replicas(DEPLOYMENT));
    }

    @Test
    public void aNumberThatSomeoneElseOwnsIsLeftOut() {
        live.capacity("Deployment devops/web", new SourceCapacity.Foreign(3));
        assertEquals(null, replicas(DEPLOYMENT));
    }

    @Test
    public void whereLeavingOutWouldLoseItTheNumberIsSent() {
        live.capacity("Deployment devops/web", new SourceCapacity.Foreign(3));
        assertEquals("3", replicas(WORKLOAD.formatted("Deployment", ", strategy.spinnaker.io/recreate: 'true'")));
        assertEquals("3", replicas(WORKLOAD.formatted("Deployment", ", strategy.spinnaker.io/replace: 'true'")));
        assertEquals(
                null, replicas(WORKLOAD.formatted("Deployment", ", strategy.spinnaker.io/server-side-apply: 'true'")));
    }

    @Test
    public void aNewVersionTakesTheNumberOfTheLatestOne() {
        live.with(prepare(REPLICA_SET), 1).with(prepare(REPLICA_SET.replace("image: b", "image: c")), 2);
        live.capacity("ReplicaSet devops/web-v000", new SourceCapacity.Ours(9));
        live.capacity("ReplicaSet devops/web-v001", new SourceCapacity.Foreign(4));
        PreparedManifest next = prepareOne(REPLICA_SET.replace("image: b", "image: d"));
        assertEquals("web-v002", next.ref().name());
        assertEquals("4", text(next, "/spec/replicas"));
    }

    @Test
    public void aReusedVersionKeepsItsOwnNumber() {
        live.with(prepare(REPLICA_SET), 1).with(prepare(REPLICA_SET.replace("image: b", "image: c")), 2);
        live.capacity("ReplicaSet devops/web-v000", new SourceCapacity.Foreign(9));
        live.capacity("ReplicaSet devops/web-v001", new SourceCapacity.Ours(4));
        PreparedManifest reused = prepareOne(REPLICA_SET);
        assertEquals("web-v000", reused.ref().name());
        assertEquals(null, text(reused, "/spec/replicas"));
    }

    @Test
    public void theFirstVersionAsksNobody() {
        assertEquals("1", replicas(REPLICA_SET));
        assertEquals(List.of("versions apps/v1 ReplicaSet devops web"), live.asked);
    }

    @Test
    public void withoutTheAnnotationNobodyIsAsked() {
        assertEquals("1", replicas(DEPLOYMENT.replace("'true'", "'false'")));
        assertEquals(List.of(), live.asked);
    }

    @Test
    public void aKindThatCannotBeScaledIsWarnedOf() {
        Prepared prepared = prepare(WORKLOAD.formatted("DaemonSet", ""));
        assertEquals(
                List.of(
                        "DaemonSet devops/web: strategy.spinnaker.io/use-source-capacity has no effect; only a Deployment,"
                                + " ReplicaSet or StatefulSet has a number of replicas to keep."),
                prepared.warnings().stream().map(PreparationCase::english).toList());
        assertEquals(List.of(), live.asked);
    }

    private String replicas(String yaml) {
        return text(prepareOne(yaml), "/spec/replicas");
    }
}
