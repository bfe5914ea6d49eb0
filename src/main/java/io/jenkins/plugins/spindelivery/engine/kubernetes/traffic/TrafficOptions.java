package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRequest;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions.Start;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a deploy is to do with traffic, as the command line and the step {@code spinDeploy} say it.
 *
 * @param services as {@code NAME} or {@code service NAME}; none for those of the manifests' annotations
 * @param enableTraffic whether new ReplicaSets get requests
 * @param strategy what becomes of the older ones
 * @param percentages the steps of a rolling red/black
 * @param pauseSeconds how long each step lasts at least, in seconds
 * @param check whether something runs at each step
 * @param ignoreGuard whether the last serving pods may be taken away
 */
public record TrafficOptions(
        List<String> services,
        boolean enableTraffic,
        TrafficStrategy strategy,
        List<Integer> percentages,
        long pauseSeconds,
        boolean check,
        boolean ignoreGuard) {

    public TrafficOptions {
        services = List.copyOf(services);
        Objects.requireNonNull(strategy, "strategy");
        percentages = List.copyOf(percentages);
    }

    /**
     * Whether it is an ordinary deploy, whose annotations alone say what it is attached to.
     *
     * @return true for a deploy without services and strategy
     */
    public boolean isPlain() {
        return services.isEmpty() && enableTraffic && !follows();
    }

    /**
     * Whether something is to be done once the deploy is stable, so that it takes a {@link Traffic}.
     *
     * @return false for an ordinary deploy, also of something that is attached to Services
     */
    public boolean follows() {
        return strategy != TrafficStrategy.NONE;
    }

    /**
     * Checks what the words of the request alone show to be wrong.
     *
     * @param deploy how the deploy behaves
     * @return what is wrong; empty when nothing is
     */
    public List<Problem> problems(DeployOptions deploy) {
        List<Problem> problems = new ArrayList<>();
        boolean rolling = strategy == TrafficStrategy.ROLLING_RED_BLACK;
        if (!percentages.isEmpty() && !rolling) {
            problems.add(Problem.of("kubernetes.traffic-percentages-useless", "", strategy.word()));
        }
        if ((check || pauseSeconds > 0) && !rolling) {
            problems.add(Problem.of("kubernetes.traffic-check-useless", "", strategy.word()));
        }
        if (follows() && !enableTraffic) {
            problems.add(Problem.of("kubernetes.traffic-dark", ""));
        }
        if (follows() && !deploy.await()) {
            problems.add(Problem.of("kubernetes.traffic-no-wait", ""));
        }
        return problems;
    }

    /**
     * The manifests of the deploy.
     *
     * @param manifests as read, with expressions evaluated
     * @return with the Services in their annotations
     * @throws ProblemException as {@link TrafficManifests#with} does
     */
    public List<Manifest> manifests(List<Manifest> manifests) {
        return isPlain() ? manifests : TrafficManifests.with(manifests, services, strategy, percentages);
    }

    /**
     * The deploy itself.
     *
     * @param plain as it would be without this
     * @return with the beginning that the strategy needs; a rolling red/black takes back what it has not finished
     */
    public DeployRequest deploy(DeployRequest plain) {
        boolean rolling = strategy == TrafficStrategy.ROLLING_RED_BLACK;
        Start start = rolling ? Start.EMPTY : enableTraffic ? Start.SERVING : Start.DARK;
        return new DeployRequest(
                plain.account(),
                plain.preparation().withStart(start),
                plain.options().withRollbackOnFailure(takesBack(plain.options())));
    }

    private boolean takesBack(DeployOptions deploy) {
        return deploy.rollbackOnFailure() || strategy == TrafficStrategy.ROLLING_RED_BLACK;
    }

    /**
     * What follows the deploy.
     *
     * @param plain the deploy as it would be without this
     * @return the request for {@link Traffic#start(TrafficRequest, DeployRequest, List,
     *     io.jenkins.plugins.spindelivery.engine.operation.OperationContext)}
     * @throws ProblemException when {@link #problems} finds any
     */
    public TrafficRequest request(DeployRequest plain) {
        List<Problem> problems = problems(plain.options());
        if (!problems.isEmpty()) {
            throw new ProblemException(Category.INPUT, problems);
        }
        return new TrafficRequest(
                plain.account(),
                TrafficRequest.Task.DEPLOY,
                null,
                services,
                strategy,
                percentages,
                pauseSeconds,
                check,
                ignoreGuard,
                0,
                takesBack(plain.options()),
                true,
                plain.options().timeoutSeconds());
    }
}
