package io.jenkins.plugins.spindelivery.engine.kubernetes.find;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** Finds objects of the real control plane. */
public class TargetFinderTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    private static final ObjectMapper JSON = new ObjectMapper();

    private String namespace;
    private TargetFinder finder;

    @Before
    public void versionsOfTwoThings() {
        namespace = LIVE.testCluster().newNamespace("find");
        finder = new TargetFinder(LIVE.cluster());
        // Made within one second as a rule, so the version's number tells the age; v10 comes after v9.
        replicaSet("web-v009", "shop", "replicaSet web", 1);
        replicaSet("web-v010", "shop", "replicaSet web", 0);
        replicaSet("web-v008", "shop", "replicaSet web", 2);
        replicaSet("other-v011", "shop", "replicaSet other", 3);
        replicaSet("web-v012", "bank", "replicaSet web", 4);
    }

    private void replicaSet(String name, String application, String cluster, int replicas) {
        create(
                """
                {"apiVersion": "apps/v1", "kind": "ReplicaSet",
                 "metadata": {"name": "%s", "namespace": "%s", "labels": {"app": "%s"}, "annotations": {
                   "moniker.spinnaker.io/application": "%s", "moniker.spinnaker.io/cluster": "%s"}},
                 "spec": {"replicas": %d, "selector": {"matchLabels": {"name": "%s"}},
                   "template": {"metadata": {"labels": {"name": "%s"}},
                     "spec": {"containers": [{"name": "c", "image": "c:1"}]}}}}"""
                        .formatted(name, namespace, application, application, cluster, replicas, name, name));
    }

    private static void create(String json) {
        LIVE.cluster().create(tree(json), WriteOptions.DEFAULT);
    }

    private static ObjectNode tree(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> names(Target target) {
        return finder.find(target).stream().map(TargetFinderTest::name).toList();
    }

    private static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    private Target chosen(Criterion criterion, String cluster, String application) {
        return Target.chosen("rs", criterion, cluster, application, namespace);
    }

    /** Ages are told apart by version even when the creation came in another order within a second. */
    @Test
    public void theCriteriaOfSpinnaker() {
        // The creation time is to the second, so the objects are taken as they would be with equal times.
        List<ObjectNode> same = finder.versions(chosen(Criterion.NEWEST, "replicaSet web", "shop")).stream()
                .map(object -> at(object, "2026-01-01T00:00:00Z"))
                .toList();
        assertEquals("web-v010", name(Criterion.NEWEST.choose(same).orElseThrow()));
        assertEquals("web-v009", name(Criterion.SECOND_NEWEST.choose(same).orElseThrow()));
        assertEquals("web-v008", name(Criterion.OLDEST.choose(same).orElseThrow()));
        assertEquals("web-v008", name(Criterion.LARGEST.choose(same).orElseThrow()));
        assertEquals("web-v010", name(Criterion.SMALLEST.choose(same).orElseThrow()));
    }

    private static ObjectNode at(ObjectNode object, String created) {
        ObjectNode copy = object.deepCopy();
        copy.withObject("/metadata").put("creationTimestamp", created);
        return copy;
    }

    @Test
    public void theTimeOfCreationGoesBeforeTheNumber() {
        List<ObjectNode> objects =
                List.of(object("a-v001", "2026-01-02T00:00:00Z", 1), object("a-v002", "2026-01-01T00:00:00Z", 1));
        assertEquals("a-v001", name(Criterion.NEWEST.choose(objects).orElseThrow()));
        assertEquals("a-v002", name(Criterion.OLDEST.choose(objects).orElseThrow()));
        assertEquals(
                "of equal size the youngest",
                "a-v001",
                name(Criterion.LARGEST.choose(objects).orElseThrow()));
        assertEquals(
                "of equal size the eldest",
                "a-v002",
                name(Criterion.SMALLEST.choose(objects).orElseThrow()));
    }

    @Test
    public void withoutReplicasIsSmallerThanNone() {
        ObjectNode none = object("a-v001", "2026-01-02T00:00:00Z", 0);
        ObjectNode without = object("a-v002", "2026-01-03T00:00:00Z", 0);
        without.remove("spec");
        assertEquals(
                "a-v002", name(Criterion.SMALLEST.choose(List.of(none, without)).orElseThrow()));
        assertEquals(
                "a-v001", name(Criterion.LARGEST.choose(List.of(none, without)).orElseThrow()));
    }

    @Test
    public void thereIsNoSecondOfOne() {
        ObjectNode only = object("a-v001", "2026-01-02T00:00:00Z", 0);
        assertEquals(true, Criterion.SECOND_NEWEST.choose(List.of(only)).isEmpty());
        assertEquals(true, Criterion.NEWEST.choose(List.of()).isEmpty());
    }

    private static ObjectNode object(String name, String created, int replicas) {
        return tree(
                """
                {"kind": "ReplicaSet", "metadata": {"name": "%s", "creationTimestamp": "%s"}, "spec": {"replicas": %d}}"""
                        .formatted(name, created, replicas));
    }

    @Test
    public void theClusterIsTheAnnotationOrTheNameAlone() {
        assertEquals(List.of("other-v011"), names(chosen(Criterion.NEWEST, "replicaSet other", "")));
        assertEquals(List.of("other-v011"), names(chosen(Criterion.OLDEST, "other", "")));
        assertEquals(List.of("web-v012"), names(chosen(Criterion.LARGEST, "web", "bank")));
        assertEquals(List.of("web-v012"), names(chosen(Criterion.LARGEST, "web", "")));
        assertEquals(List.of(), names(chosen(Criterion.SECOND_NEWEST, "other", "")));
        assertEquals(List.of(), names(chosen(Criterion.NEWEST, "we", "")));
        assertEquals(List.of(), names(chosen(Criterion.NEWEST, "web", "nobody")));
    }

    @Test
    public void byNameAndByLabel() {
        assertEquals(List.of("web-v009"), names(Target.named("ReplicaSet", "web-v009", namespace)));
        assertEquals(List.of("web-v012"), names(Target.labelled(List.of("rs", "cm"), "app=bank", namespace)));
    }

    @Test
    public void oneIsNeitherNoneNorTwo() {
        assertEquals("web-v012", name(finder.one(Target.labelled(List.of("rs"), "app=bank", namespace))));
        assertEquals(
                List.of("kubernetes.find-nothing"),
                codes(() -> finder.one(Target.named("ReplicaSet", "nobody", namespace))));
        assertEquals(
                List.of("kubernetes.find-no-version"), codes(() -> finder.one(chosen(Criterion.NEWEST, "no", ""))));
        assertEquals(
                List.of("kubernetes.find-several"),
                codes(() -> finder.one(Target.labelled(List.of("rs"), "app=shop", namespace))));
    }

    @Test
    public void whatIsNotClearIsRefused() {
        assertEquals(
                List.of("kubernetes.find-no-kind", "kubernetes.find-everything"),
                codes(() -> finder.find(Target.labelled(List.of(), "", namespace))));
        assertEquals(
                List.of("kubernetes.find-ways"),
                codes(() -> finder.find(new Target(List.of("rs"), "a", "b", "", null, "", ""))));
        assertEquals(
                List.of("kubernetes.find-no-cluster"), codes(() -> finder.find(chosen(Criterion.NEWEST, " ", ""))));
        assertEquals(
                List.of("kubernetes.find-no-criterion"),
                codes(() -> finder.find(new Target(List.of("rs"), "a", "", "", null, "web", ""))));
        assertEquals(
                List.of("kubernetes.find-kinds"),
                codes(() ->
                        finder.find(new Target(List.of("rs", "cm"), "", "", namespace, Criterion.OLDEST, "web", ""))));
        assertEquals(
                List.of("kubernetes.delete-similar-kind"),
                codes(() -> finder.find(Target.named("ReplicaSat", "a", namespace))));
    }

    private static List<String> codes(Runnable question) {
        ProblemException refused = assertThrows(ProblemException.class, question::run);
        return refused.problems().stream().map(Problem::code).toList();
    }
}
