package io.jenkins.plugins.spindelivery.engine.pipeline;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which stage waits for which. It can be asked whatever is wrong with it, so that a page can show the graph of a
 * pipeline that was refused: of stages with the same refId the first counts, requisites that do not exist are left out.
 */
public final class StageGraph {
    /** How many stages a pipeline may have. */
    public static final int MOST_STAGES = 200;

    private final List<StageNode> stages;
    private final Map<String, StageNode> byRefId = new LinkedHashMap<>();
    private final Map<String, List<StageNode>> requisites = new HashMap<>();
    private final Map<String, List<StageNode>> dependents = new HashMap<>();
    private final List<StageNode> order;

    private StageGraph(List<StageNode> stages) {
        this.stages = List.copyOf(stages);
        this.stages.forEach(stage -> byRefId.putIfAbsent(stage.refId(), stage));
        byRefId.keySet().forEach(refId -> dependents.put(refId, new ArrayList<>()));
        for (StageNode stage : byRefId.values()) {
            List<StageNode> known = stage.requisites().stream()
                    .filter(byRefId::containsKey)
                    .map(byRefId::get)
                    .toList();
            requisites.put(stage.refId(), known);
            known.forEach(requisite -> dependents.get(requisite.refId()).add(stage));
        }
        this.order = ordered();
    }

    /**
     * The graph of some stages.
     *
     * @param stages in the definition's order
     * @return the graph
     */
    public static StageGraph of(List<StageNode> stages) {
        return new StageGraph(stages);
    }

    /**
     * Why a pipeline with this graph can't be run.
     *
     * @return everything that is wrong: no stages or too many, refIds that are unusable or given twice, requisites that
     *     do not exist, cycles. Empty for a sound graph
     */
    public List<Problem> problems() {
        return new GraphProblems(this, stages).find();
    }

    /**
     * All stages, each behind its requisites, and apart from that as the definition has them. Stages of a cycle, and
     * what is behind them, come last.
     *
     * @return the stages
     */
    public List<StageNode> order() {
        return order;
    }

    /**
     * One stage.
     *
     * @param refId a refId
     * @return the stage; empty where there is none
     */
    public Optional<StageNode> stage(String refId) {
        return Optional.ofNullable(byRefId.get(refId));
    }

    /**
     * The stages that have to end before one.
     *
     * @param refId the stage
     * @return its direct requisites; empty for a stage that there is not
     */
    public List<StageNode> requisites(String refId) {
        return requisites.getOrDefault(refId, List.of());
    }

    /**
     * Everything that ended before a stage, the nearest first: the order in which it sees their outputs.
     *
     * @param refId the stage
     * @return its requisites, theirs, and so on, breadth first, each once and never the stage itself
     */
    public List<StageNode> ancestors(String refId) {
        Set<StageNode> found = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(refId));
        while (!open.isEmpty()) {
            for (StageNode requisite : requisites(open.remove())) {
                if (!requisite.refId().equals(refId) && found.add(requisite)) {
                    open.add(requisite.refId());
                }
            }
        }
        return List.copyOf(found);
    }

    /**
     * The stages that wait for one.
     *
     * @param refId the stage
     * @return those that name it as a requisite, in the definition's order; empty for a stage that there is not
     */
    public List<StageNode> dependents(String refId) {
        return List.copyOf(dependents.getOrDefault(refId, List.of()));
    }

    /** Kahn's algorithm; what can't be ordered comes last. */
    private List<StageNode> ordered() {
        Map<String, Integer> open = new HashMap<>();
        Deque<StageNode> ready = new ArrayDeque<>();
        for (StageNode stage : byRefId.values()) {
            int count = requisites.get(stage.refId()).size();
            open.put(stage.refId(), count);
            if (count == 0) {
                ready.add(stage);
            }
        }
        Map<String, StageNode> ordered = new LinkedHashMap<>();
        while (!ready.isEmpty()) {
            StageNode stage = ready.remove();
            ordered.put(stage.refId(), stage);
            for (StageNode dependent : dependents.get(stage.refId())) {
                if (open.merge(dependent.refId(), -1, Integer::sum) == 0) {
                    ready.add(dependent);
                }
            }
        }
        byRefId.forEach(ordered::putIfAbsent);
        return List.copyOf(ordered.values());
    }
}
