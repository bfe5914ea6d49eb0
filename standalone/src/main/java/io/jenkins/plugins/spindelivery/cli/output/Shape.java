package io.jenkins.plugins.spindelivery.cli.output;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.Collection;
import java.util.List;

/** The JSON objects of the commands: which fields, in which order. The contract is told in {@code docs/cli.md}. */
public enum Shape {
    /** {@code deploy}. */
    DEPLOY(true, "objects", "artifacts"),
    /** {@code delete}. */
    DELETE(true, "objects"),
    /** {@code scale}, {@code patch}, {@code rollout} and {@code traffic}. */
    ROLLOUT(true, "objects"),
    /** {@code run-job}; beside the lists there is the map {@code outputs}. */
    RUN_JOB(true, "objects", "containers", "log"),
    /** {@code rollback}. */
    ROLLBACK(true, "objects"),
    /** All operations on AWS; beside the list there is the map {@code outputs}. */
    AWS(true, "objects"),
    /** {@code aws check}; before the list there are {@code account} and {@code arn}. */
    AWS_CHECK(false, "regions"),
    /** {@code plan}. */
    PLAN(false, "changes"),
    /** {@code render}. */
    RENDER(false, "documents"),
    /** {@code status}. */
    STATUS(false, "objects"),
    /** {@code find}. */
    FIND(false, "objects"),
    /** {@code canary judge}, where it did not come to a result; a result is the judge's alone. */
    CANARY_JUDGE(false, "metrics", "groups"),
    /** {@code canary run} and {@code canary analyse}. */
    CANARY(true, "intervals", "metrics", "groups", "objects"),
    /** {@code import}; behind the list there are the maps {@code figures} and {@code types}, and the list {@code files}. */
    IMPORT(false, "pipelines"),
    /** Commands whose result can't fail by itself; only their errors need a shape. */
    OTHER(false);

    private static final String STATUS_FIELD = "status";

    private final boolean operation;
    private final List<String> lists;

    /** An operation has a status and a duration. */
    Shape(boolean operation, String... lists) {
        this.operation = operation;
        this.lists = List.of(lists);
    }

    /**
     * A result without any objects in it yet.
     *
     * @param status how an operation ended; not shown by commands that are none
     * @param warnings in the order in which they arose
     * @param errors in the order in which they arose
     * @param durationMillis how long an operation took, in milliseconds
     * @return all fields of this shape in the contract's order, the lists of objects empty
     */
    public ObjectNode of(String status, Collection<Problem> warnings, Collection<Problem> errors, long durationMillis) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (operation) {
            result.put(STATUS_FIELD, status);
        }
        lists.forEach(result::putArray);
        if (this == RUN_JOB || this == AWS) {
            result.putObject("outputs");
        }
        result.set("warnings", problems(warnings));
        result.set("errors", problems(errors));
        if (operation) {
            result.put("durationMs", durationMillis);
        }
        return result;
    }

    /**
     * The end of a command that did not come to work at all: wrong usage, or a signal before anything was done.
     *
     * @param status {@code refused} or {@code cancelled}; here every command shows it, as the first field
     * @param warnings in the order in which they arose
     * @param errors why
     * @return the shape with a status
     */
    public ObjectNode ended(String status, Collection<Problem> warnings, Collection<Problem> errors) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put(STATUS_FIELD, status);
        result.setAll(of(status, warnings, errors, 0));
        return result;
    }

    private static ArrayNode problems(Collection<Problem> problems) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Problem problem : problems) {
            list.addObject()
                    .put("code", problem.code())
                    .put("message", problem.message())
                    .put("where", problem.where());
        }
        return list;
    }
}
