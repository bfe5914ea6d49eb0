package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A part of an object's tree, read as the API's types demand: {@code null} counts as absent, as it does for the API
 * server, and a value of another type ends the reading with a {@link MalformedStatusException} that names its place.
 *
 * @param json the part; a missing node when the object does not have it
 * @param path its place in the object, such as {@code status.conditions[0]}; empty for the whole object
 */
record Fields(JsonNode json, String path) {

    static Fields of(JsonNode object) {
        return new Fields(object, "");
    }

    /** The part at a path such as {@code spec.strategy.type}. */
    Fields at(String dotted) {
        Fields part = this;
        for (String name : dotted.split("\\.")) {
            part = part.child(name);
        }
        return part;
    }

    private Fields child(String name) {
        if (present() && !json.isObject()) {
            throw malformed("map");
        }
        JsonNode value = json.path(name);
        return new Fields(
                value.isNull() ? MissingNode.getInstance() : value, path.isEmpty() ? name : path + "." + name);
    }

    boolean present() {
        return !json.isMissingNode();
    }

    /** Whether it is absent or a map without entries, as the status of an object that was just created. */
    boolean blank() {
        if (present() && !json.isObject()) {
            throw malformed("map");
        }
        return json.isEmpty();
    }

    /** A number of things. */
    int count(String dotted, int whenAbsent) {
        Fields part = at(dotted);
        if (!part.present()) {
            return whenAbsent;
        }
        if (!part.json.isIntegralNumber() || !part.json.canConvertToInt() || part.json.intValue() < 0) {
            throw part.malformed("count");
        }
        return part.json.intValue();
    }

    /** A number of things, 0 when absent. */
    int count(String dotted) {
        return count(dotted, 0);
    }

    /** A number that may be negative, as exit codes on Windows nodes are; 0 when absent. */
    int integer(String dotted) {
        Fields part = at(dotted);
        if (part.present() && (!part.json.isIntegralNumber() || !part.json.canConvertToInt())) {
            throw part.malformed("count");
        }
        return part.json.asInt(0);
    }

    /** A generation, 0 when absent. */
    long generation(String dotted) {
        Fields part = at(dotted);
        if (!part.present()) {
            return 0;
        }
        if (!part.json.isIntegralNumber() || !part.json.canConvertToLong()) {
            throw part.malformed("count");
        }
        return part.json.longValue();
    }

    /** A text, empty when absent. */
    String text(String dotted) {
        Fields part = at(dotted);
        if (!part.present()) {
            return "";
        }
        if (!part.json.isTextual()) {
            throw part.malformed("text");
        }
        return part.json.textValue();
    }

    /** Yes or no, no when absent. */
    boolean flag(String dotted) {
        Fields part = at(dotted);
        if (!part.present()) {
            return false;
        }
        if (!part.json.isBoolean()) {
            throw part.malformed("flag");
        }
        return part.json.booleanValue();
    }

    /** A list of maps, empty when absent. */
    List<Fields> list(String dotted) {
        Fields part = at(dotted);
        if (!part.present()) {
            return List.of();
        }
        if (!part.json.isArray()) {
            throw part.malformed("list");
        }
        List<Fields> items = new ArrayList<>(part.json.size());
        for (int i = 0; i < part.json.size(); i++) {
            Fields item = new Fields(part.json.get(i), part.path + "[" + i + "]");
            if (!item.json.isObject()) {
                throw item.malformed("map");
            }
            items.add(item);
        }
        return items;
    }

    /** The condition of a type among {@code status.conditions}. */
    Optional<Condition> condition(String type) {
        return list("status.conditions").stream()
                .filter(each -> each.text("type").equals(type))
                .findFirst()
                .map(Condition::of);
    }

    private MalformedStatusException malformed(String wanted) {
        return new MalformedStatusException(Problem.of("kubernetes.status-malformed-" + wanted, "", path));
    }
}
