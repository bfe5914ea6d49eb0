package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.annotation.JsonProperty;
import hudson.security.Permission;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.delivery.AwsProbeResults;
import io.jenkins.plugins.spindelivery.delivery.OperationTypes;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsIdentity;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsOperation;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsState;
import io.jenkins.plugins.spindelivery.engine.aws.operation.Course;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code awsProbe}: asks in each region who it is, and changes nothing. What all steps at AWS have in common. */
public final class AwsProbe extends AwsRegionsStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public AwsProbe(String account) {
        super(account);
    }

    @Override
    public String type() {
        return "awsProbe";
    }

    @Override
    public String subject() {
        return String.valueOf(getRegions());
    }

    @Override
    Permission permission() {
        return DeliveryPermissions.DEPLOY;
    }

    @Override
    Task task(StepInput input, AwsAccount aws, Duration patience) {
        List<String> regions = regions(input, aws);
        input.check();
        return asking(account(), regions, patience, input);
    }

    /** Asks in each region. */
    static Task asking(String account, List<String> regions, Duration patience, StepInput input) {
        Course course = Course.begin(
                account, patience.toSeconds(), input.context().operation().clock());
        return new Task.Work<>(new Asking(), new State(1, course, regions, List.of()));
    }

    /** Describes the step; tests that use it return one from a method with {@code @TestExtension}. */
    public static final class DescriptorImpl extends AwsRegionsStepDescriptor {
        @Override
        public String getFunctionName() {
            return "awsProbe";
        }

        @Override
        String[] subjectArguments() {
            return new String[] {"regions"};
        }
    }

    /** The state. */
    public record State(
            @JsonProperty("version") int version,
            @JsonProperty("course") Course course,
            @JsonProperty("regions") List<String> regions,
            @JsonProperty("found") List<String> found)
            implements AwsState<State> {
        @Override
        public State with(Course next) {
            return new State(version, next, regions, found);
        }
    }

    /** Asks one region with each move. */
    static final class Asking extends AwsOperation<State> {
        @Override
        public String type() {
            return "awsProbe";
        }

        @Override
        public Class<State> stateType() {
            return State.class;
        }

        @Override
        public int stateVersion() {
            return 1;
        }

        @Override
        protected Move<State, AwsResult> step(State state, OperationContext context) {
            AwsAccount aws = context.aws().account(state.course().account());
            int next = state.found().size();
            if (state.course().ending() || next == state.regions().size()) {
                return Move.finished(AwsResult.of(
                        state.course(),
                        List.of(),
                        new LinkedHashMap<>(Map.of("arns", new ArrayList<>(state.found()))),
                        context.clock()));
            }
            String region = state.regions().get(next);
            aws.forbids(AwsRef.of(AwsRef.Kind.IMAGE, region, "probe")).ifPresent(problem -> {
                throw new ProblemException(Category.ACCESS, problem);
            });
            List<String> found = new ArrayList<>(state.found());
            found.add(region + " " + AwsIdentity.in(aws, region).arn());
            return Move.next(new State(1, state.course().ahead(), state.regions(), found));
        }

        @Override
        protected State takingBack(State state) {
            return state;
        }

        @Override
        protected Problem late(State state) {
            throw new IllegalStateException("it never waits");
        }

        @Override
        protected AwsResult gaveUp(State state, OperationContext context) {
            throw new IllegalStateException("it has nothing to take back");
        }
    }

    /** Makes the operation known; tests that use the step return one from a method with {@code @TestExtension}. */
    public static final class Types implements OperationTypes {
        @Override
        public Optional<Known<?, ?>> find(String type) {
            return type.equals("awsProbe") ? Optional.of(AwsProbeResults.known(new Asking())) : Optional.empty();
        }
    }
}
