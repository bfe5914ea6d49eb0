package io.jenkins.plugins.spindelivery.engine.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A pipeline as Spinnaker's JSON has it. The tree is the truth: nothing of it is changed or left out, fields that
 * nobody here knows included, and whoever gets a part of it gets a copy.
 */
public final class Definition {
    /** Far more than any pipeline needs: its manifests lie in it, and Spinnaker's own store takes a few MiB. */
    public static final ReadLimits LIMITS = new ReadLimits(8 << 20, 100, 100_000, 2);

    static final String STAGES = "stages";
    static final String PARAMETERS = "parameterConfig";
    static final String EXPECTED_ARTIFACTS = "expectedArtifacts";
    static final String TRIGGERS = "triggers";
    static final String NOTIFICATIONS = "notifications";
    static final String LIMIT_CONCURRENT = "limitConcurrent";
    static final String KEEP_WAITING = "keepWaitingPipelines";
    static final String DISABLED = "disabled";
    static final String MOST_CONCURRENT = "maxConcurrentExecutions";

    private final ObjectNode json;
    private final StageGraph graph;
    private final List<StageNode> stages;

    private Definition(ObjectNode json) {
        this.json = json.deepCopy();
        this.stages = List.copyOf(nodes(objects(STAGES)));
        this.graph = StageGraph.of(stages);
    }

    /**
     * Reads a pipeline.
     *
     * @param name the file or URL as the user knows it, for messages
     * @param text JSON or YAML, one document. The numbers of JSON are kept as they are written
     * @param limits how much it may ask for, such as {@link #LIMITS}
     * @return the pipeline; {@link StageGraph#problems} says whether its graph can be run
     * @throws ProblemException of category INPUT with everything that is wrong, each with file and line: no JSON or
     *     YAML, a field of the wrong kind, or an instance of a pipeline template
     */
    public static Definition read(String name, byte[] text, ReadLimits limits) {
        return new Definition(DefinitionReader.read(name, text, limits));
    }

    /**
     * The trees of a text, which may hold several pipelines in some wrapping.
     *
     * @param name the file or URL as the user knows it, for messages
     * @param text JSON or YAML of any number of documents. The numbers of JSON are kept as they are written
     * @param limits how much it may ask for
     * @return one for each document
     * @throws ProblemException of category INPUT when it is no JSON or YAML
     */
    public static List<JsonNode> documents(String name, byte[] text, ReadLimits limits) {
        return DefinitionReader.documents(name, text, limits);
    }

    /**
     * A pipeline from its tree.
     *
     * @param name what it is called in messages
     * @param json the tree
     * @return the pipeline
     * @throws ProblemException of category INPUT with everything that is wrong, each with its place in the tree
     */
    public static Definition of(String name, ObjectNode json) {
        DefinitionReader.check(name, json);
        return new Definition(json);
    }

    /**
     * The whole as it is written.
     *
     * @return a copy, which may be changed
     */
    public ObjectNode json() {
        return json.deepCopy();
    }

    /**
     * The pipeline's name.
     *
     * @return empty when none is written
     */
    public String name() {
        return StageNode.text(json.path("name"));
    }

    /**
     * The application it belongs to.
     *
     * @return empty when none is written
     */
    public String application() {
        return StageNode.text(json.path("application"));
    }

    /**
     * What other pipelines know it by.
     *
     * @return Spinnaker's id; empty when none is written
     */
    public String id() {
        return StageNode.text(json.path("id"));
    }

    /**
     * Whether a second run waits while one runs.
     *
     * @return Spinnaker's default is false
     */
    public boolean limitConcurrent() {
        return FailOption.flag(json, LIMIT_CONCURRENT, false);
    }

    /**
     * Whether all waiting runs are kept; else a newer one takes the place of an older one.
     *
     * @return Spinnaker's default is false
     */
    public boolean keepWaiting() {
        return FailOption.flag(json, KEEP_WAITING, false);
    }

    /**
     * How many runs may be at work at once, where {@link #limitConcurrent} is not set.
     *
     * @return 0 for any number
     */
    public int maxConcurrent() {
        String text = StageNode.text(json.path(MOST_CONCURRENT)).strip();
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    /**
     * Whether nothing may start it.
     *
     * @return Spinnaker's default is false
     */
    public boolean disabled() {
        return FailOption.flag(json, DISABLED, false);
    }

    /**
     * The stages as they are written. Where none of them has a {@code refId} they run one after the other, numbered
     * from 1, as Spinnaker's migration of pipelines from before there were parallel ones has it.
     *
     * @return in the definition's order
     */
    public List<StageNode> stages() {
        return stages;
    }

    /**
     * Which stage waits for which.
     *
     * @return the graph, which may be wrong: see {@link StageGraph#problems}
     */
    public StageGraph graph() {
        return graph;
    }

    /**
     * What the person or the trigger that starts it is asked for.
     *
     * @return copies of the entries of {@code parameterConfig}
     */
    public List<ObjectNode> parameterConfig() {
        return objects(PARAMETERS);
    }

    /**
     * The artifacts that a run needs.
     *
     * @return copies of the entries of {@code expectedArtifacts}
     */
    public List<ObjectNode> expectedArtifacts() {
        return objects(EXPECTED_ARTIFACTS);
    }

    /**
     * What starts it.
     *
     * @return copies of the entries of {@code triggers}
     */
    public List<ObjectNode> triggers() {
        return objects(TRIGGERS);
    }

    /**
     * Who is told of it.
     *
     * @return copies of the entries of {@code notifications}
     */
    public List<ObjectNode> notifications() {
        return objects(NOTIFICATIONS);
    }

    /** A field of the whole, which must not be changed; missing where there is none. */
    JsonNode field(String name) {
        return json.path(name);
    }

    private List<ObjectNode> objects(String field) {
        return StreamSupport.stream(json.path(field).spliterator(), false)
                .map(item -> ((ObjectNode) item).deepCopy())
                .toList();
    }

    private static List<StageNode> nodes(List<ObjectNode> stages) {
        if (!stages.stream().allMatch(DefinitionReader::isOutsideOfAGraph)) {
            return stages.stream().map(StageNode::of).toList();
        }
        List<StageNode> chain = new ArrayList<>();
        for (ObjectNode stage : stages) {
            int number = chain.size() + 1;
            chain.add(StageNode.of(
                    stage, String.valueOf(number), number == 1 ? List.of() : List.of(String.valueOf(number - 1))));
        }
        return chain;
    }
}
