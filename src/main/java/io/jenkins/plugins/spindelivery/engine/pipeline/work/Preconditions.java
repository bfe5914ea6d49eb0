package io.jenkins.plugins.spindelivery.engine.pipeline.work;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.work.Precondition.ClusterSize;
import io.jenkins.plugins.spindelivery.engine.pipeline.work.Precondition.Comparison;
import io.jenkins.plugins.spindelivery.engine.pipeline.work.Precondition.Expression;
import io.jenkins.plugins.spindelivery.engine.pipeline.work.Precondition.StageStatus;
import io.jenkins.plugins.spindelivery.engine.problem.Faults;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads preconditions as Spinnaker writes them. */
public final class Preconditions {
    private static final int MOST = 100;

    private Preconditions() {}

    /**
     * Reads preconditions.
     *
     * @param where the field, for messages
     * @param tree a list of maps with {@code type}, {@code context} and {@code failPipeline}
     * @return in order
     * @throws ProblemException with everything that is wrong
     */
    public static List<Precondition> read(String where, JsonNode tree) {
        if (!tree.isArray() || tree.isEmpty() || tree.size() > MOST) {
            throw wrong("pipeline.preconditions-form", where, MOST);
        }
        Faults faults = new Faults();
        List<Precondition> read = new ArrayList<>();
        for (int i = 0; i < tree.size(); i++) {
            String place = where + "[" + i + "]";
            JsonNode item = tree.get(i);
            faults.collect(() -> read.add(one(place, item)));
        }
        faults.throwIfAny();
        return read;
    }

    private static Precondition one(String where, JsonNode item) {
        JsonNode context = item.path("context");
        boolean failPipeline = flag(item, "failPipeline", true);
        return switch (item.path("type").asText()) {
            case "expression" -> new Expression(
                    needed(where, context, "expression"), text(context, "failureMessage"), failPipeline);
            case "clusterSize" -> clusterSize(where, context, failPipeline);
            case "stageStatus" -> new StageStatus(
                    needed(where, context, "stageName"), needed(where, context, "stageStatus"), failPipeline);
            default -> throw wrong(
                    "pipeline.precondition-type", where, item.path("type").asText());
        };
    }

    private static ClusterSize clusterSize(String where, JsonNode context, boolean failPipeline) {
        String account = text(context, "credentials").isEmpty()
                ? needed(where, context, "account")
                : text(context, "credentials");
        String application = text(context, "application").isEmpty()
                ? context.path("moniker").path("app").asText("").strip()
                : text(context, "application");
        return new ClusterSize(
                account,
                texts(context.path("regions")),
                needed(where, context, "cluster"),
                application,
                comparison(where, text(context, "comparison")),
                expected(where, context),
                flag(context, "onlyEnabledServerGroups", false),
                failPipeline);
    }

    private static Comparison comparison(String where, String sign) {
        return Stream.of(Comparison.values())
                .filter(each -> each.sign().equals(sign.isEmpty() ? Comparison.EQUAL.sign() : sign))
                .findFirst()
                .orElseThrow(() -> wrong(
                        "pipeline.precondition-comparison",
                        where,
                        sign,
                        Stream.of(Comparison.values()).map(Comparison::sign).collect(Collectors.joining(" "))));
    }

    private static int expected(String where, JsonNode context) {
        String text = text(context, "expected");
        if (!text.isEmpty() && !text.matches("\\d{1,6}")) {
            throw wrong("pipeline.precondition-expected", where, text);
        }
        return text.isEmpty() ? 1 : Integer.parseInt(text);
    }

    private static String needed(String where, JsonNode context, String key) {
        String text = text(context, key);
        if (text.isEmpty()) {
            throw wrong("pipeline.precondition-lacks", where, key);
        }
        return text;
    }

    private static String text(JsonNode context, String key) {
        JsonNode value = context.path(key);
        return value.isValueNode() && !value.isNull() ? value.asText().strip() : "";
    }

    /** Definitions that people write hold truth values as text, too. */
    private static boolean flag(JsonNode node, String key, boolean usual) {
        String text = text(node, key);
        return text.isEmpty() ? usual : text.equalsIgnoreCase("true");
    }

    private static List<String> texts(JsonNode value) {
        List<String> texts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(item -> texts.add(item.asText().strip()));
        } else if (value.isTextual()) {
            Stream.of(value.asText().split("[,\\s]+")).forEach(texts::add);
        }
        texts.removeIf(String::isEmpty);
        return texts.stream().distinct().toList();
    }

    private static ProblemException wrong(String code, String where, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, where, arguments));
    }
}
