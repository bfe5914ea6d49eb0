package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Stages that change server groups, and clusters of them, in each of their regions. */
final class ServerGroupStages {
    private static final String CLUSTER = "cluster";
    private static final String REGIONS = "regions";
    private static final String KEEP = "keep";
    private static final String ALLOW_ACTIVE = "allowActive";

    private ServerGroupStages() {}

    static List<StageType> all() {
        return List.of(
                target("spinResizeServerGroup", "resizeServerGroup").with(new ResizePart()),
                target("spinEnableServerGroup", "enableServerGroup"),
                target("spinDisableServerGroup", "disableServerGroup"),
                target("spinDestroyServerGroup", "destroyServerGroup")
                        .with(Field.flag("skipDisable", "skipDisableBeforeDestroy")),
                cluster("spinRollbackServerGroup", "rollbackCluster")
                        .with(Field.of("healthyPercent", "targetHealthyRollbackPercentage"))
                        .checking(ServerGroupStages::betweenRegions),
                changing("spinRollbackServerGroup", "rollbackServerGroup")
                        .with(
                                Field.of("serverGroup", "rollbackContext.rollbackServerGroupName"),
                                Field.of("to", "rollbackContext.restoreServerGroupName"),
                                Field.of("healthyPercent", "rollbackContext.targetHealthyRollbackPercentage"))
                        .needs("rollbackContext.rollbackServerGroupName"),
                cluster("spinDestroyServerGroup", "shrinkCluster")
                        .with(keep("shrinkToSize"), Field.flag(ALLOW_ACTIVE, "allowDeleteActive")),
                cluster("spinResizeServerGroup", "scaleDownCluster")
                        .with(
                                keep("remainingFullSizeServerGroups"),
                                new Constant("min", IntNode.valueOf(0)),
                                new Constant("desired", IntNode.valueOf(0)),
                                new Constant("max", IntNode.valueOf(0)),
                                Field.flag(ALLOW_ACTIVE, "allowScaleDownActive")),
                cluster("spinDisableServerGroup", "disableCluster").with(keep("remainingEnabledServerGroups")));
    }

    private static void betweenRegions(ObjectNode stage, Report report) {
        String seconds = Trees.text(stage.path("waitTimeBetweenRegions"));
        if (stage.path(REGIONS).size() > 1 && !seconds.isEmpty() && !seconds.equals("0")) {
            report.changes("pipeline.stage-field-unused", "waitTimeBetweenRegions");
        }
    }

    /** A stage about one server group of a cluster, or one that is named. */
    private static FieldStage target(String function, String... names) {
        return changing(function, names)
                .with(
                        Field.of("serverGroup", "serverGroupName", "asgName"),
                        Field.of(CLUSTER, CLUSTER, "moniker.cluster"),
                        Field.of("target"))
                .checking((stage, report) -> {
                    boolean named = !Trees.blank(stage.path("serverGroupName")) || !Trees.blank(stage.path("asgName"));
                    for (String field : List.of(CLUSTER, "target")) {
                        boolean there = !Trees.blank(stage.path(field))
                                || !Trees.blank(Trees.at(stage, "moniker." + field))
                                || !Trees.blank(stage.path(FieldStage.OWN));
                        if (!named && !there) {
                            report.cannot("pipeline.stage-field-missing", field);
                        }
                    }
                });
    }

    /** A stage about all server groups of a cluster. */
    private static FieldStage cluster(String function, String... names) {
        return changing(function, names)
                .with(Field.of(CLUSTER, CLUSTER, "moniker.cluster"))
                .checking((stage, report) -> {
                    if (Trees.blank(stage.path(CLUSTER)) && Trees.blank(Trees.at(stage, "moniker.cluster"))) {
                        report.cannot("pipeline.stage-field-missing", CLUSTER);
                    }
                })
                .ignoring("preferLargerOverNewer", "retainLargerOverNewer");
    }

    private static Part keep(String field) {
        return Field.of(KEEP, field);
    }

    private static FieldStage changing(String function, String... names) {
        return ImageStages.aws(function, names)
                .over(Views.each(REGIONS))
                .with(Field.of("account", "credentials", "account"), new RegionPart())
                .checking((stage, report) -> {
                    boolean named = !Trees.blank(stage.path("credentials")) || !Trees.blank(stage.path("account"));
                    if (!named && Trees.blank(stage.path(FieldStage.OWN).path("account"))) {
                        report.cannot("pipeline.stage-field-missing", "credentials");
                    }
                });
    }

    /** The new size: {@code action} with {@code capacity}, {@code scaleNum} or {@code scalePct}. */
    private static final class ResizePart implements Part {
        private static final List<String> SIZES = List.of("min", "desired", "max");
        private static final String ACTION = "action";
        private static final String TO_MAXIMUM = "toClusterMaximum";
        private static final String BY = "by";

        @Override
        public List<String> arguments() {
            return List.of("min", "desired", "max", BY, TO_MAXIMUM);
        }

        @Override
        public void read(ObjectNode stage, Report report, Map<String, JsonNode> call) {
            String action = Trees.text(stage.path(ACTION)).toLowerCase(Locale.ROOT);
            switch (action) {
                case "", "scale_exact" -> {
                    for (String size : SIZES) {
                        JsonNode number = stage.path("capacity").path(size);
                        if (!Trees.blank(number)) {
                            call.put(size, number);
                        }
                    }
                }
                case "scale_up" -> by("+", stage, report, call);
                case "scale_down" -> by("-", stage, report, call);
                case "scale_to_cluster", "scale_to_cluster_size", "scale_to_server_group" -> call.put(
                        TO_MAXIMUM, BooleanNode.TRUE);
                default -> report.cannot(
                        "pipeline.stage-choice", ACTION, action, "scale_exact, scale_up, scale_down, scale_to_cluster");
            }
        }

        private static void by(String sign, ObjectNode stage, Report report, Map<String, JsonNode> call) {
            String share = Trees.text(stage.path("scalePct"));
            String number = Trees.text(stage.path("scaleNum"));
            if (!number.isEmpty()) {
                call.put(BY, TextNode.valueOf(sign + number));
            } else if (!share.isEmpty()) {
                call.put(BY, TextNode.valueOf(sign + share + "%"));
            } else if (Trees.blank(stage.path(FieldStage.OWN).path(BY))) {
                report.cannot("pipeline.stage-field-missing", "scaleNum");
            }
        }

        @Override
        public void write(ObjectNode stage, Map<String, JsonNode> wanted, Set<String> changed) {
            String by = wanted.containsKey(BY) ? Trees.text(wanted.get(BY)) : "";
            if (Trees.isTrue(wanted.getOrDefault(TO_MAXIMUM, Trees.none()))) {
                stage.put(ACTION, "scale_to_cluster");
            } else if (by.matches("[+-].+")) {
                stage.put(ACTION, by.startsWith("+") ? "scale_up" : "scale_down");
                boolean share = by.endsWith("%");
                String amount = by.substring(1, by.length() - (share ? 1 : 0));
                stage.remove(share ? "scaleNum" : "scalePct");
                String field = share ? "scalePct" : "scaleNum";
                Trees.put(stage, field, Trees.like(IntNode.valueOf(0), TextNode.valueOf(amount)));
            } else {
                exact(stage, wanted);
            }
        }

        private static void exact(ObjectNode stage, Map<String, JsonNode> wanted) {
            if (!Trees.blank(stage.path(ACTION))) {
                stage.put(ACTION, "scale_exact");
            }
            for (String size : SIZES) {
                JsonNode old = stage.path("capacity").path(size);
                JsonNode now = wanted.getOrDefault(size, Trees.none());
                if (!Trees.same(old, now)) {
                    Trees.put(stage, "capacity." + size, Trees.blank(now) ? Trees.none() : Trees.like(old, now));
                }
            }
        }
    }
}
