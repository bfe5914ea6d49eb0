package io.jenkins.plugins.spindelivery.step;

import io.jenkins.plugins.spindelivery.engine.aws.deploy.DeployStrategy;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.GroupSettings;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.LaunchSettings;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.LaunchSettings.BlockDevice;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.ServerGroupDeployRequest;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.StrategyOptions;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the fields of a {@link SpinServerGroupStep}. */
final class ServerGroupInput {
    private static final String SEPARATOR = "[,;]|\\R";

    private final SpinServerGroupStep step;
    private final StepInput input;

    ServerGroupInput(SpinServerGroupStep step, StepInput input) {
        this.step = step;
        this.input = input;
    }

    /**
     * The request.
     *
     * @param region where
     * @param patience how long the deploy may take
     * @return what to deploy; meaningless when {@link StepInput#check} throws
     */
    ServerGroupDeployRequest request(String region, Duration patience) {
        return new ServerGroupDeployRequest(
                step.account(),
                region,
                text("application", step.getApplication()),
                text("stack", step.getStack()),
                text("detail", step.getDetail()),
                launch(region),
                group(),
                strategy(),
                step.isRollbackOnFailure(),
                number("healthyPercent", step.getHealthyPercent(), 0),
                input.context().run().getExternalizableId(),
                patience.toSeconds());
    }

    private String text(String field, Object value) {
        return input.text(field, (String) value);
    }

    private int number(String field, Object value, int usual) {
        Long number = input.number(field, (String) value);
        return number == null ? usual : number.intValue();
    }

    private List<String> list(String field, Object value) {
        return input.parts(field, value, SEPARATOR);
    }

    private long seconds(String field, Object value, Duration usual) {
        return input.duration(field, (String) value, usual).toSeconds();
    }

    private LaunchSettings launch(String region) {
        return new LaunchSettings(
                image(step.getImage(), region),
                text("instanceType", step.getInstanceType()),
                text("keyPair", step.getKeyPair()),
                list("securityGroups", step.getSecurityGroups()),
                text("instanceProfile", step.getInstanceProfile()),
                // Shell scripts are full of what looks like expressions.
                step.getUserData(),
                devices(),
                step.isEbsOptimized(),
                step.isImdsV1());
    }

    /** An id, an id by region, or a list of images with {@code region} and {@code id}, as a bake returns it. */
    private String image(Object value, String region) {
        if (value instanceof Map<?, ?> byRegion) {
            return image(byRegion.get(region), region);
        }
        if (value instanceof List<?> images) {
            return images.stream()
                    .filter(image -> image instanceof Map<?, ?> map && region.equals(map.get("region")))
                    .map(image -> String.valueOf(((Map<?, ?>) image).get("id")))
                    .findFirst()
                    .orElse("");
        }
        return input.text("image", value == null ? null : value.toString());
    }

    private List<BlockDevice> devices() {
        List<BlockDevice> devices = new ArrayList<>();
        for (String text : list("blockDevices", step.getBlockDevices())) {
            Optional<BlockDevice> device = BlockDevice.parse(text);
            if (device.isEmpty()) {
                input.refuse(Problem.of("aws.deploy-block-device", "blockDevices", text));
            }
            device.ifPresent(devices::add);
        }
        return devices;
    }

    private GroupSettings group() {
        return new GroupSettings(
                capacity(),
                step.isSourceCapacity(),
                list("subnets", step.getSubnets()),
                list("zones", step.getZones()),
                list("targetGroups", step.getTargetGroups()),
                text("healthCheckType", step.getHealthCheckType()),
                (int) seconds("healthCheckGrace", step.getHealthCheckGrace(), Duration.ofSeconds(GroupSettings.GRACE)),
                list("terminationPolicies", step.getTerminationPolicies()),
                list("suspendedProcesses", step.getSuspendedProcesses()),
                TagValues.read("tags", step.getTags(), input));
    }

    private Capacity capacity() {
        Long min = input.number("min", (String) step.getMin());
        Long desired = input.number("desired", (String) step.getDesired());
        Long max = input.number("max", (String) step.getMax());
        Long size = desired != null ? desired : min != null ? min : max;
        return size == null
                ? null
                : new Capacity(
                        (min == null ? size : min).intValue(), size.intValue(), (max == null ? size : max).intValue());
    }

    private StrategyOptions strategy() {
        String word = text("strategy", step.getStrategy());
        Optional<DeployStrategy> known = DeployStrategy.of(word);
        if (known.isEmpty()) {
            input.refuse(Problem.of("aws.deploy-strategy", "strategy", word));
        }
        return new StrategyOptions(
                known.orElse(DeployStrategy.NONE),
                number("maxRemaining", step.getMaxRemaining(), 0),
                step.isScaleDown(),
                seconds("delayBeforeCleanup", step.getDelayBeforeCleanup(), Duration.ZERO),
                seconds("delayBeforeScaleDown", step.getDelayBeforeScaleDown(), Duration.ZERO),
                percentages(),
                seconds("pauseBetween", step.getPauseBetween(), Duration.ZERO),
                input.context().hasBlock(),
                ratio(),
                step.isIgnoreTrafficGuard());
    }

    private List<Integer> percentages() {
        List<Integer> percentages = new ArrayList<>();
        for (String text : list("targetPercentages", step.getTargetPercentages())) {
            Long number = input.number("targetPercentages", text);
            if (number != null) {
                percentages.add(number.intValue());
            }
        }
        return percentages;
    }

    private double ratio() {
        String text = text("guardRatio", step.getGuardRatio());
        if (text.isEmpty()) {
            return 0;
        }
        if (!text.matches("\\d?\\.?\\d{1,6}")) {
            input.refuse(Problem.of("aws.traffic-guard-range", "guardRatio", text));
            return 0;
        }
        return Double.parseDouble(text);
    }
}
