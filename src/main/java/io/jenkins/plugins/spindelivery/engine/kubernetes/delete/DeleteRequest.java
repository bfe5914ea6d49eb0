package io.jenkins.plugins.spindelivery.engine.kubernetes.delete;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Criterion;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Target;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.TargetFinder;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;

/**
 * What is to be deleted: one name, or what a label selector matches, of each of the kinds; or one of the versions of one
 * thing, by criterion.
 *
 * @param account the id of the account whose cluster it is about
 * @param kinds kinds as people write them: {@code deploy}, {@code ConfigMap}, {@code database.example.com}
 * @param name the objects' name; empty when there is a selector or criterion
 * @param labelSelector in the API's own syntax; empty when there is a name or criterion
 * @param namespace where to look; empty for the account's default namespace
 * @param propagation what happens to dependents: {@code Background}, {@code Foreground}, {@code Orphan}; {@code null} for
 *     the background
 * @param gracePeriodSeconds how long pods may take to stop, in seconds; {@code null} for the object's own
 * @param dryRun whether to stop after having found the objects
 * @param await whether to wait until they are gone
 * @param timeoutSeconds how long to wait, in seconds
 * @param criterion which one of the versions; {@code null} when there is a name or selector
 * @param cluster what holds the versions together, see {@link Target#cluster()}; empty without a criterion
 * @param application the application of the versions; empty for any
 * @param trafficGuard whether it is refused to delete the last pods that get a Service's requests
 */
public record DeleteRequest(
        @JsonProperty("account") String account,
        @JsonProperty("kinds") List<String> kinds,
        @JsonProperty("name") String name,
        @JsonProperty("labelSelector") String labelSelector,
        @JsonProperty("namespace") String namespace,
        @JsonProperty("propagation") String propagation,
        @JsonProperty("gracePeriodSeconds") Long gracePeriodSeconds,
        @JsonProperty("dryRun") boolean dryRun,
        @JsonProperty("await") boolean await,
        @JsonProperty("timeoutSeconds") long timeoutSeconds,
        @JsonProperty("criterion") @JsonInclude(Include.NON_NULL) Criterion criterion,
        @JsonProperty("cluster") @JsonInclude(Include.NON_EMPTY) String cluster,
        @JsonProperty("application") @JsonInclude(Include.NON_EMPTY) String application,
        @JsonProperty("trafficGuard") @JsonInclude(Include.NON_DEFAULT) boolean trafficGuard) {

    public DeleteRequest {
        kinds = kinds == null ? List.of() : List.copyOf(kinds);
        name = name == null ? "" : name.trim();
        labelSelector = labelSelector == null ? "" : labelSelector.trim();
        namespace = namespace == null ? "" : namespace;
        propagation = propagation == null ? "Background" : propagation;
        cluster = cluster == null ? "" : cluster.trim();
        application = application == null ? "" : application.trim();
    }

    /**
     * A deletion by name or selector.
     *
     * @param account the id of the account whose cluster it is about
     * @param kinds kinds as people write them
     * @param name the objects' name; empty when there is a selector
     * @param labelSelector in the API's own syntax; empty when there is a name
     * @param namespace where to look; empty for the account's default namespace
     * @param propagation what happens to dependents; {@code null} for the background
     * @param gracePeriodSeconds how long pods may take to stop, in seconds; {@code null} for the object's own
     * @param dryRun whether to stop after having found the objects
     * @param await whether to wait until they are gone
     * @param timeoutSeconds how long to wait, in seconds
     */
    public DeleteRequest(
            String account,
            List<String> kinds,
            String name,
            String labelSelector,
            String namespace,
            String propagation,
            Long gracePeriodSeconds,
            boolean dryRun,
            boolean await,
            long timeoutSeconds) {
        this(
                account,
                kinds,
                name,
                labelSelector,
                namespace,
                propagation,
                gracePeriodSeconds,
                dryRun,
                await,
                timeoutSeconds,
                null,
                "",
                "",
                false);
    }

    /**
     * The same with the traffic guard, or without.
     *
     * @param guarded whether it is refused to delete the last pods that get a Service's requests
     * @return the request
     */
    public DeleteRequest withTrafficGuard(boolean guarded) {
        return new DeleteRequest(
                account,
                kinds,
                name,
                labelSelector,
                namespace,
                propagation,
                gracePeriodSeconds,
                dryRun,
                await,
                timeoutSeconds,
                criterion,
                cluster,
                application,
                guarded);
    }

    /**
     * A deletion by name, selector or criterion, without the traffic guard.
     *
     * @param account the id of the account whose cluster it is about
     * @param kinds kinds as people write them
     * @param name the objects' name; empty for the other ways
     * @param labelSelector in the API's own syntax; empty for the other ways
     * @param namespace where to look; empty for the account's default namespace
     * @param propagation what happens to dependents; {@code null} for the background
     * @param gracePeriodSeconds how long pods may take to stop, in seconds; {@code null} for the object's own
     * @param dryRun whether to stop after having found the objects
     * @param await whether to wait until they are gone
     * @param timeoutSeconds how long to wait, in seconds
     * @param criterion which one of the versions; {@code null} for the other ways
     * @param cluster what holds the versions together; empty without a criterion
     * @param application the application of the versions; empty for any
     */
    public DeleteRequest(
            String account,
            List<String> kinds,
            String name,
            String labelSelector,
            String namespace,
            String propagation,
            Long gracePeriodSeconds,
            boolean dryRun,
            boolean await,
            long timeoutSeconds,
            Criterion criterion,
            String cluster,
            String application) {
        this(
                account,
                kinds,
                name,
                labelSelector,
                namespace,
                propagation,
                gracePeriodSeconds,
                dryRun,
                await,
                timeoutSeconds,
                criterion,
                cluster,
                application,
                false);
    }

    /**
     * What is to be deleted.
     *
     * @return the target
     */
    public Target target() {
        return new Target(kinds, name, labelSelector, namespace, criterion, cluster, application);
    }

    /**
     * Makes sure that it is clear what is meant; what selects nothing in particular would select everything.
     *
     * @throws ProblemException when there is no kind, not exactly one of name, selector and criterion, or a criterion
     *     without cluster or with several kinds
     */
    void check() {
        if (kinds.isEmpty()) {
            throw unclear("kubernetes.delete-no-kind");
        }
        if (criterion == null && name.isEmpty() && labelSelector.isEmpty()) {
            throw unclear("kubernetes.delete-everything");
        }
        if (criterion == null && !name.isEmpty() && !labelSelector.isEmpty()) {
            throw unclear("kubernetes.delete-name-and-selector");
        }
        List<Problem> problems = TargetFinder.check(target());
        if (!problems.isEmpty()) {
            throw new ProblemException(Category.INPUT, problems);
        }
    }

    private static ProblemException unclear(String code) {
        return new ProblemException(Category.INPUT, Problem.of(code, ""));
    }
}
