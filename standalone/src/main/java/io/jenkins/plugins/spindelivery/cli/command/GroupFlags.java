package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.engine.aws.deploy.GroupSettings;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What a server group is like. */
final class GroupFlags {
    @Option(names = "--desired", paramLabel = "N", order = 30, description = "How many instances there are to be.")
    private Integer desired;

    @Option(
            names = "--min",
            paramLabel = "N",
            order = 31,
            description = "Auto Scaling never makes them fewer; without it as --desired.")
    private Integer min;

    @Option(
            names = "--max",
            paramLabel = "N",
            order = 32,
            description = "Auto Scaling never makes them more; without it as --desired.")
    private Integer max;

    @Option(
            names = "--source-capacity",
            order = 33,
            description =
                    "As many as the newest server group of the cluster that takes requests; --desired counts for the first one.")
    private boolean sourceCapacity;

    @Option(
            names = "--subnet",
            paramLabel = "ID|NAME",
            order = 34,
            description = "A subnet by its id or its tag Name; without any the default ones. Can be repeated.")
    private List<String> subnets = new ArrayList<>();

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            order = 35,
            description = "Only the subnets of this availability zone. Can be repeated.")
    private List<String> zones = new ArrayList<>();

    @Option(
            names = "--target-group",
            paramLabel = "NAME|ARN",
            order = 36,
            description = "A target group that the instances join. Can be repeated.")
    private List<String> targetGroups = new ArrayList<>();

    @Option(
            names = "--health-check",
            paramLabel = "EC2|ELB",
            defaultValue = "EC2",
            order = 37,
            description = "Whether Auto Scaling replaces instances by their own health alone, or by that of the target"
                    + " groups, too.")
    private String healthCheck;

    @Option(
            names = "--health-check-grace",
            paramLabel = "DURATION",
            defaultValue = "10m",
            converter = DurationFlag.class,
            order = 38,
            description = "How long a new instance may be unhealthy (default: ${DEFAULT-VALUE}).")
    private Duration grace;

    @Option(
            names = "--termination-policy",
            paramLabel = "POLICY",
            order = 39,
            description = "Which instances go first, such as OldestInstance. Can be repeated.")
    private List<String> policies = new ArrayList<>();

    @Option(
            names = "--suspend",
            paramLabel = "PROCESS",
            order = 40,
            description =
                    "A scaling process that is suspended from the beginning, such as AZRebalance. Can be repeated.")
    private List<String> suspended = new ArrayList<>();

    @Option(
            names = "--tag",
            paramLabel = "KEY=VALUE",
            order = 41,
            description = "A tag of the server group and its instances. Can be repeated.")
    private Map<String, String> tags = new LinkedHashMap<>();

    /** The settings, as the flags have them. */
    GroupSettings settings() {
        Capacity capacity = desired == null && min == null && max == null ? null : capacity();
        return new GroupSettings(
                capacity,
                sourceCapacity,
                subnets,
                zones,
                targetGroups,
                healthCheck,
                (int) grace.toSeconds(),
                policies,
                suspended,
                tags);
    }

    private Capacity capacity() {
        int size = desired != null ? desired : min != null ? min : max;
        return new Capacity(min != null ? min : size, size, max != null ? max : size);
    }
}
