package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.diff.ServerFields;
import java.util.Iterator;
import java.util.Map;

/** Merge patches (RFC 7386) of two states of an object. */
final class MergePatch {
    private MergePatch() {}

    /**
     * What makes an object what it would be, as values and not as steps.
     *
     * @param live the object
     * @param wouldBe the object after a change
     * @return the patch; what only the server writes is not in it
     */
    static ObjectNode between(ObjectNode live, ObjectNode wouldBe) {
        return difference(ServerFields.removedFrom(live), ServerFields.removedFrom(wouldBe));
    }

    private static ObjectNode difference(ObjectNode before, ObjectNode after) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        for (Iterator<String> names = before.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!after.has(name)) {
                patch.putNull(name);
            }
        }
        for (Iterator<Map.Entry<String, JsonNode>> fields = after.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            JsonNode was = before.get(field.getKey());
            if (was instanceof ObjectNode one && field.getValue() instanceof ObjectNode other) {
                ObjectNode inner = difference(one, other);
                if (!inner.isEmpty()) {
                    patch.set(field.getKey(), inner);
                }
            } else if (!field.getValue().equals(was)) {
                patch.set(field.getKey(), field.getValue().deepCopy());
            }
        }
        return patch;
    }
}
