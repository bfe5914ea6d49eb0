package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.Test;

/** Whatever stands in a tree, an answer comes back and nothing is thrown. */
public class MalformedTreesTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<JsonNode> STRANGERS = List.of(
            NullNode.instance,
            NODES.textNode("text"),
            NODES.textNode(""),
            NODES.numberNode(-7),
            NODES.numberNode(3.5),
            NODES.numberNode(new BigInteger("9".repeat(30))),
            NODES.booleanNode(true),
            NODES.arrayNode().add(NullNode.instance).add(1).add(NODES.objectNode()),
            NODES.objectNode().set("a", NODES.arrayNode()));

    @Test
    public void everyValueOfEveryCaseMayBeReplacedByAnything() throws IOException {
        int tried = 0;
        for (String table : List.of("workloads", "pods", "jobs", "others", "custom")) {
            for (JsonNode entry : Trees.table(table + ".yaml")) {
                for (JsonNode changed : variants(entry.path("object"))) {
                    judge(changed);
                    tried++;
                }
            }
        }
        assertTrue("only " + tried, tried > 10_000);
    }

    private static void judge(JsonNode object) {
        try {
            ObjectStatus status = StatusRules.of(object);
            assertTrue(
                    status.message(Locale.ENGLISH),
                    !status.message(Locale.ENGLISH).startsWith("kubernetes."));
            SharedLists lists = new SharedLists(new FakeCluster());
            RolloutDiagnosis diagnosis = new RolloutDiagnosis(lists, Samples.NOON);
            LiveStatus.of(object, lists);
            diagnosis.explain(object, diagnosis.of(object));
        } catch (RuntimeException e) {
            throw new AssertionError("thrown for " + object, e);
        }
    }

    /** The tree with one value at a time replaced by each of the strangers. */
    private static List<JsonNode> variants(JsonNode tree) {
        List<JsonNode> all = new ArrayList<>(STRANGERS);
        if (tree instanceof ObjectNode map) {
            map.fieldNames().forEachRemaining(name -> variants(map.get(name)).forEach(each -> {
                ObjectNode copy = map.deepCopy();
                copy.set(name, each);
                all.add(copy);
            }));
        } else if (tree instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                int place = i;
                variants(list.get(i)).forEach(each -> all.add(replaced(list, place, each)));
            }
        }
        return all;
    }

    private static JsonNode replaced(ArrayNode list, int place, JsonNode value) {
        ArrayNode copy = list.deepCopy();
        copy.set(place, value);
        return copy;
    }

    @Test
    public void nothingIsNoObject() {
        assertEquals(State.UNKNOWN, StatusRules.of(null).state());
        assertEquals(State.UNKNOWN, StatusRules.of(NullNode.instance).state());
    }

    @Test
    public void malformedSurroundingsAreNoTroubles() {
        String pod = "{apiVersion: v1, kind: Pod, metadata: {namespace: dev, ownerReferences: ";
        FakeCluster cluster = new FakeCluster()
                .with(
                        Trees.object(pod + "{uid: w}}}"),
                        Trees.object(
                                pod + "[{controller: true, uid: w}]}, status: {phase: [1], containerStatuses: 4}}"),
                        Trees.object("{kind: Event, metadata: {namespace: dev}, involvedObject: [], count: x}"));
        ObjectNode job = Trees.object("{apiVersion: batch/v1, kind: Job, metadata: {name: w, namespace: dev, uid: w},"
                + " status: {active: 1}}");
        RolloutDiagnosis diagnosis = new RolloutDiagnosis(new SharedLists(cluster), Samples.NOON);

        Diagnosis found = diagnosis.of(job);

        assertEquals(List.of(), found.troubles());
        assertEquals(
                "kubernetes.status-malformed-text", found.unreadable().get(0).code());
        assertEquals(List.of(), diagnosis.explain(job, found));
    }
}
