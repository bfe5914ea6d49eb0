package io.jenkins.plugins.spindelivery.engine.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Graphs for tests. */
public final class Graphs {
    private Graphs() {}

    /**
     * A graph from lines.
     *
     * @param stages each {@code refId} or {@code refId < requisite requisite…}
     * @return the graph; each stage's name is {@code Stage} with the refId behind it
     */
    public static StageGraph of(String... stages) {
        List<StageNode> nodes = new ArrayList<>();
        for (String stage : stages) {
            String[] parts = stage.split("<");
            String refId = parts[0].strip();
            List<String> requisites =
                    parts.length == 1 ? List.of() : List.of(parts[1].strip().split(" +"));
            nodes.add(stage(refId, "Stage " + refId, requisites));
        }
        return StageGraph.of(nodes);
    }

    /** One stage of type {@code wait}. */
    public static StageNode stage(String refId, String name, List<String> requisites) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("refId", refId).put("name", name).put("type", "wait");
        requisites.forEach(json.putArray("requisiteStageRefIds")::add);
        return StageNode.of(json);
    }

    /** A sound graph by chance, whose definition's order is not that of its stages' starts. */
    public static StageGraph random(Random random, int most, double density) {
        int count = 1 + random.nextInt(most);
        List<StageNode> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> requisites = new ArrayList<>();
            for (int j = 0; j < i; j++) {
                if (random.nextDouble() < density) {
                    requisites.add(String.valueOf(j));
                }
            }
            nodes.add(random.nextInt(nodes.size() + 1), stage(String.valueOf(i), "Stage " + i, requisites));
        }
        return StageGraph.of(nodes);
    }
}
