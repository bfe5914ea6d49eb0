package io.jenkins.plugins.spindelivery.engine.aws.servergroup;

import java.util.List;
import java.util.Optional;

/**
 * An instance of a server group.
 *
 * @param id such as {@code i-0abc}
 * @param zone its availability zone
 * @param lifecycle as Auto Scaling names it, such as {@code Pending} or {@code InService}
 * @param healthStatus {@code Healthy} or {@code Unhealthy} as Auto Scaling sees it
 * @param targets how the target groups see it; empty where none knows it, or nobody has asked
 */
public record Instance(String id, String zone, String lifecycle, String healthStatus, List<Target> targets) {
    private static final String IN_SERVICE = "InService";

    public Instance {
        targets = List.copyOf(targets);
    }

    /**
     * An instance in one target group.
     *
     * @param targetGroup the target group's ARN
     * @param state such as {@code healthy}, {@code initial}, {@code unhealthy}, {@code draining}
     * @param reason such as {@code Target.ResponseCodeMismatch}; empty for a healthy one
     * @param description the reason in words; may be empty
     */
    public record Target(String targetGroup, String state, String reason, String description) {

        private static final String NOT_IN_USE = "Target.NotInUse";

        /** Whether requests of this target group may still be under way to it. */
        public boolean serving() {
            return !state.equals("unused");
        }

        /** Whether it is in the target group, and stays there. */
        public boolean registered() {
            return reason.equals(NOT_IN_USE) || health() != Health.OUT_OF_SERVICE;
        }

        /** Whether it says anything about health: a target group behind no load balancer checks none. */
        boolean telling() {
            return !reason.equals(NOT_IN_USE);
        }

        Health health() {
            return switch (state) {
                case "healthy" -> Health.UP;
                case "initial" -> Health.STARTING;
                case "draining", "unused" -> Health.OUT_OF_SERVICE;
                default -> Health.DOWN;
            };
        }
    }

    /** Whether Auto Scaling counts it as working. */
    public boolean inService() {
        return lifecycle.equals(IN_SERVICE);
    }

    /** Whether it is on its way out. */
    public boolean leaving() {
        return lifecycle.startsWith("Terminat") || lifecycle.startsWith("Detach");
    }

    /** The same instance with what target groups say about it. */
    Instance with(List<Target> more) {
        return new Instance(id, zone, lifecycle, healthStatus, more);
    }

    /**
     * How it is: by the target groups where there are some, else by Auto Scaling alone.
     *
     * @param targeted whether its server group has target groups
     * @return its health
     */
    public Health health(boolean targeted) {
        if (leaving()) {
            return Health.OUT_OF_SERVICE;
        }
        if (healthStatus.equalsIgnoreCase("Unhealthy")) {
            return Health.DOWN;
        }
        if (!inService()) {
            return lifecycle.startsWith("Pending") ? Health.STARTING : Health.OUT_OF_SERVICE;
        }
        List<Target> telling = targets.stream().filter(Target::telling).toList();
        if (!targeted || (telling.isEmpty() && !targets.isEmpty())) {
            return Health.UP;
        }
        // Spinnaker: up when something says up, and nothing says down or starting.
        for (Health bad : List.of(Health.DOWN, Health.STARTING)) {
            if (telling.stream().anyMatch(target -> target.health() == bad)) {
                return bad;
            }
        }
        return telling.stream().anyMatch(target -> target.health() == Health.UP) ? Health.UP : Health.OUT_OF_SERVICE;
    }

    /**
     * Why it is not up.
     *
     * @return such as {@code unhealthy: Target.ResponseCodeMismatch (Health checks failed with these codes: [502])};
     *     empty when there is nothing to say
     */
    public Optional<String> reason() {
        if (healthStatus.equalsIgnoreCase("Unhealthy")) {
            return Optional.of(targets.stream()
                    .filter(target -> target.health() == Health.DOWN)
                    .findFirst()
                    .map(Instance::words)
                    .orElse(healthStatus));
        }
        if (!inService()) {
            return Optional.of(lifecycle);
        }
        return targets.stream()
                .filter(target -> target.telling() && target.health() != Health.UP)
                .findFirst()
                .map(Instance::words);
    }

    private static String words(Target target) {
        String reason = target.reason().isEmpty() ? "" : ": " + target.reason();
        return target.state() + reason + (target.description().isEmpty() ? "" : " (" + target.description() + ")");
    }
}
