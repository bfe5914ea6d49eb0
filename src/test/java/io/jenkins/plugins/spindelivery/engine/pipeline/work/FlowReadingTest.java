package io.jenkins.plugins.spindelivery.engine.pipeline.work;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlReader;
import io.jenkins.plugins.spindelivery.engine.pipeline.work.Precondition.ClusterSize;
import io.jenkins.plugins.spindelivery.engine.pipeline.work.Precondition.Comparison;
import io.jenkins.plugins.spindelivery.engine.pipeline.work.Precondition.Expression;
import io.jenkins.plugins.spindelivery.engine.pipeline.work.Precondition.StageStatus;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;

/** Variables and preconditions as Spinnaker writes them. */
public class FlowReadingTest {

    private static JsonNode yaml(String text) {
        return YamlReader.documents("test", text.getBytes(StandardCharsets.UTF_8), ReadLimits.DEFAULT)
                .get(0)
                .root();
    }

    private static List<String> codes(Runnable reading) {
        return assertThrows(ProblemException.class, reading::run).problems().stream()
                .map(problem -> problem.where() + " " + problem.code())
                .toList();
    }

    @Test
    public void variablesSeeThoseBeforeThem() {
        var variables = Variables.read("variables", yaml("[{key: a, value: 1}, {key: ' b ', value: x}, {key: a}]"));
        assertEquals(
                "{\"a\":\"2 before null\",\"b\":\"1 before x\"}",
                Variables.evaluate(
                                variables,
                                (one, before) -> TextNode.valueOf(
                                        before.size() + " before " + one.value().asText()))
                        .toString());
        assertEquals(
                List.of("z", "k"),
                Variables.read("variables", yaml("{z: 1, k: 2}")).stream()
                        .map(Variables.Variable::key)
                        .toList());
    }

    @Test
    public void variablesThatAreNoneAreRefused() {
        for (String wrong : List.of("text", "[{value: 1}]", "[{key: '', value: 1}]", "[a]", "[{key: {a: 1}}]")) {
            assertEquals(
                    wrong,
                    List.of("variables pipeline.variables-form"),
                    codes(() -> Variables.read("variables", yaml(wrong))));
        }
        String many = "[" + "{key: a},".repeat(501) + "]";
        assertEquals(
                List.of("variables pipeline.variables-many"), codes(() -> Variables.read("variables", yaml(many))));
    }

    @Test
    public void preconditionsHaveSpinnakersDefaults() {
        assertEquals(
                List.of(
                        new Expression("a == 1", "no", true),
                        new ClusterSize("prod", List.of("eu", "us"), "web", "", Comparison.EQUAL, 1, false, true),
                        new ClusterSize("test", List.of("a"), "c", "shop", Comparison.AT_MOST, 3, true, false),
                        new StageStatus("Bake", "succeeded", false)),
                Preconditions.read(
                        "preconditions",
                        yaml(
                                """
                                - {type: expression, context: {expression: "a == 1", failureMessage: "no"}}
                                - {type: clusterSize, context: {credentials: prod, regions: [eu, us, eu], cluster: web}}
                                - type: clusterSize
                                  failPipeline: "false"
                                  context: {account: test, regions: a, cluster: c, moniker: {app: shop}, comparison: "<=",
                                    expected: "3", onlyEnabledServerGroups: "true"}
                                - {type: stageStatus, failPipeline: false, context: {stageName: Bake, stageStatus: succeeded}}
                                """)));
    }

    @Test
    public void everythingThatIsWrongIsTold() {
        assertEquals(
                List.of(
                        "p[0] pipeline.precondition-type",
                        "p[1] pipeline.precondition-lacks",
                        "p[2] pipeline.precondition-lacks",
                        "p[3] pipeline.precondition-comparison",
                        "p[4] pipeline.precondition-expected",
                        "p[5] pipeline.precondition-lacks"),
                codes(
                        () -> Preconditions.read(
                                "p",
                                yaml(
                                        """
                                - {type: other}
                                - {type: expression}
                                - {type: clusterSize, context: {cluster: web}}
                                - {type: clusterSize, context: {account: a, cluster: web, comparison: "!="}}
                                - {type: clusterSize, context: {account: a, cluster: web, expected: -1}}
                                - {type: stageStatus, context: {stageName: Bake}}
                                """))));
        assertEquals(List.of("p pipeline.preconditions-form"), codes(() -> Preconditions.read("p", yaml("[]"))));
        assertEquals(List.of("p pipeline.preconditions-form"), codes(() -> Preconditions.read("p", yaml("{}"))));
    }

    @Test
    public void numbersAreCompared() {
        assertEquals(
                List.of("<", "<=", "==", ">=", ">"),
                Stream.of(Comparison.values()).map(Comparison::sign).toList());
        assertEquals(List.of(true, true, false, false, false), results(1));
        assertEquals(List.of(false, true, true, true, false), results(2));
        assertEquals(List.of(false, false, false, true, true), results(3));
    }

    private static List<Boolean> results(int actual) {
        return Stream.of(Comparison.values()).map(each -> each.holds(actual, 2)).toList();
    }
}
