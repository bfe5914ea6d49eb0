package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.ServerGroupDeployState.Made;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a deploy came to. */
final class Results {

    private Results() {}

    static AwsResult of(ServerGroupDeployState state, Clock clock) {
        Map<String, Object> outputs = new LinkedHashMap<>();
        List<ObjectOutcome> objects = new ArrayList<>();
        Made made = state.made();
        if (made != null && made.createdAt() > 0) {
            boolean good = !state.course().ending();
            boolean refreshed = !made.versionBefore().isEmpty();
            objects.add(outcome(
                    state,
                    made.name(),
                    refreshed ? Action.CONFIGURED : Action.CREATED,
                    good ? "stable" : "failed",
                    good ? "" : state.progress().seen()));
            outputs.put("serverGroup", made.name());
            outputs.put("cluster", state.request().cluster().cluster());
            outputs.put("region", state.request().region());
            outputs.put("imageId", state.request().launch().imageId());
            outputs.put("imageName", state.resolved().imageName());
            outputs.put("appVersion", state.resolved().appVersion());
            outputs.put("sourceServerGroup", made.source());
            outputs.put("desired", made.capacity().desired());
            outputs.put("up", made.up());
        }
        for (Older older : state.older()) {
            Action action = action(older);
            if (action != null) {
                String status = older.fate() == Older.Fate.TOUCHED || older.fate() == Older.Fate.DESTROYING
                        ? "unknown"
                        : "stable";
                objects.add(outcome(state, older.name(), action, status, ""));
            }
        }
        return AwsResult.of(state.course(), objects, outputs, clock);
    }

    private static Action action(Older older) {
        return switch (older.fate()) {
            case UNTOUCHED -> null;
            case TOUCHED -> Action.CONFIGURED;
            case DISABLED -> Action.DISABLED;
            case SCALED_DOWN -> Action.SCALED;
            case DESTROYING, DESTROYED -> Action.DELETED;
            case BACK -> Action.ROLLED_BACK;
        };
    }

    private static ObjectOutcome outcome(
            ServerGroupDeployState state, String name, Action action, String status, String message) {
        return new ObjectOutcome(
                AwsRef.API_VERSION,
                AwsRef.Kind.SERVER_GROUP.word(),
                state.request().region(),
                name,
                action,
                status,
                message);
    }
}
