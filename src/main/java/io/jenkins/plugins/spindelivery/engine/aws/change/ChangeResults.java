package io.jenkins.plugins.spindelivery.engine.aws.change;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Rollback;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the result of a change of its last state. */
final class ChangeResults {
    private static final String STABLE = "stable";
    private static final String PROGRESSING = "progressing";

    private ChangeResults() {}

    static AwsResult of(ServerGroupChangeState state, OperationContext context) {
        String region = state.request().region();
        boolean templates = state.tasks().isEmpty();
        List<ObjectOutcome> objects = new ArrayList<>();
        for (ChangedGroup group : state.groups()) {
            objects.add(outcome(group, state));
            if (templates
                    && group.action() == Action.DELETED
                    && !group.templateId().isEmpty()) {
                objects.add(outcome(
                        AwsRef.of(AwsRef.Kind.LAUNCH_TEMPLATE, region, group.templateName()),
                        Action.DELETED,
                        STABLE,
                        ""));
            }
        }
        state.skipped()
                .forEach(name -> objects.add(outcome(
                        AwsRef.of(AwsRef.Kind.SERVER_GROUP, region, name),
                        Action.SKIPPED,
                        STABLE,
                        Words.of("aws.change-active"))));
        return AwsResult.of(state.course(), objects, outputs(state), context.clock());
    }

    private static ObjectOutcome outcome(ChangedGroup group, ServerGroupChangeState state) {
        ObjectRef ref = AwsRef.of(AwsRef.Kind.SERVER_GROUP, state.request().region(), group.name());
        // Cut short, or given up: nobody has looked what became of it.
        Action action = state.tasks().isEmpty() ? group.action() : Action.SKIPPED;
        return outcome(ref, action, status(group, state), message(group));
    }

    private static String status(ChangedGroup group, ServerGroupChangeState state) {
        if (state.course().ending()) {
            return group.now().isEmpty() ? "unknown" : PROGRESSING;
        }
        boolean going = group.action() == Action.DELETED && group.left() != null;
        return going && !state.request().options().dryRun() ? PROGRESSING : STABLE;
    }

    private static String message(ChangedGroup group) {
        if (!group.now().isEmpty()) {
            return group.now();
        }
        return group.left() == null
                ? ""
                : Words.of(
                        group.left().enabled() ? "aws.change-now-in" : "aws.change-now-out",
                        group.left().capacity(),
                        group.left().instances(),
                        group.left().up());
    }

    private static ObjectOutcome outcome(ObjectRef ref, Action action, String status, String message) {
        return new ObjectOutcome(ref.apiVersion(), ref.kind(), ref.namespace(), ref.name(), action, status, message);
    }

    private static Map<String, Object> outputs(ServerGroupChangeState state) {
        Map<String, Object> outputs = new LinkedHashMap<>();
        List<Map<String, Object>> groups = new ArrayList<>();
        for (ChangedGroup group : state.groups()) {
            if (group.left() != null) {
                groups.add(group(group, state.request().region()));
            }
        }
        outputs.put("serverGroups", groups);
        if (state.request().change() instanceof Rollback && state.groups().size() == 2) {
            outputs.put("rolledBackTo", state.groups().get(0).name());
            outputs.put("rolledBackFrom", state.groups().get(1).name());
        }
        return outputs;
    }

    private static Map<String, Object> group(ChangedGroup group, String region) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", group.name());
        map.put("region", region);
        map.put("enabled", group.left().enabled());
        map.put("min", group.left().capacity().min());
        map.put("desired", group.left().capacity().desired());
        map.put("max", group.left().capacity().max());
        map.put("instances", group.left().instances());
        map.put("up", group.left().up());
        return map;
    }
}
