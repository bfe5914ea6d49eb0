package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.spindelivery.account.Accounts;
import io.jenkins.plugins.spindelivery.account.AwsAccountConfiguration;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.group.WorkloadGroup;
import io.jenkins.plugins.spindelivery.engine.kubernetes.group.WorkloadGroups;
import io.jenkins.plugins.spindelivery.engine.manifest.Moniker;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineScope;
import io.jenkins.plugins.spindelivery.engine.pipeline.work.Precondition;
import io.jenkins.plugins.spindelivery.engine.pipeline.work.Precondition.ClusterSize;
import io.jenkins.plugins.spindelivery.engine.pipeline.work.Precondition.Expression;
import io.jenkins.plugins.spindelivery.engine.pipeline.work.Precondition.StageStatus;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks whether preconditions are met, in one build. */
final class PreconditionChecks {
    private static final String EXPRESSION = "${";

    private final StageContext context;
    private final StepInput input;

    /**
     * Checks in a build.
     *
     * @param input of the step
     */
    PreconditionChecks(StepInput input) {
        this.context = input.context();
        this.input = input;
    }

    /**
     * Checks one.
     *
     * @param where the precondition's place in the step, for messages
     * @param precondition what has to be so
     * @return what is not so; empty when it is met
     * @throws ProblemException when that can't be found out
     */
    List<Problem> check(String where, Precondition precondition) {
        if (precondition instanceof Expression expression) {
            return expression(where, expression);
        } else if (precondition instanceof ClusterSize size) {
            return size(where, size);
        }
        return status(where, (StageStatus) precondition);
    }

    private List<Problem> expression(String where, Expression precondition) {
        if (holds(where, precondition.expression())) {
            return List.of();
        }
        return List.of(
                precondition.failureMessage().isEmpty()
                        ? Problem.of("pipeline.precondition-false", where, precondition.expression())
                        : Problem.of("pipeline.precondition-message", where, precondition.failureMessage()));
    }

    /** Deck writes the expression alone; what a pipeline has evaluated before the step began is not evaluated twice. */
    private boolean holds(String where, String expression) {
        Optional<Boolean> known = truth(expression);
        if (known.isPresent()) {
            return known.get();
        }
        boolean whole = expression.contains(EXPRESSION);
        if (whole && input.isEvaluated()) {
            throw noBoolean(where, expression);
        }
        JsonNode text = TextNode.valueOf(whole ? expression : EXPRESSION + " " + expression + " }");
        String value = new FlowExpressions(context, input)
                .evaluate(where, text, Map.of())
                .asText();
        return truth(value).orElseThrow(() -> noBoolean(where, value));
    }

    private static Optional<Boolean> truth(String text) {
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")
                ? Optional.of(Boolean.valueOf(text))
                : Optional.empty();
    }

    private static ProblemException noBoolean(String where, String text) {
        return new ProblemException(Category.INPUT, Problem.of("pipeline.precondition-boolean", where, text));
    }

    private List<Problem> status(String where, StageStatus precondition) {
        PipelineScope scope = context.scope()
                .orElseThrow(
                        () -> new ProblemException(Category.INPUT, Problem.of("pipeline.precondition-outside", where)));
        Optional<Map<String, Object>> stage = scope.stages().stage(precondition.stageName());
        if (stage.isEmpty()) {
            return List.of(Problem.of("pipeline.precondition-stage-missing", where, precondition.stageName()));
        }
        String status = String.valueOf(stage.get().get("status"));
        return status.equalsIgnoreCase(precondition.stageStatus())
                ? List.of()
                : List.of(Problem.of(
                        "pipeline.precondition-stage-status",
                        where,
                        precondition.stageName(),
                        status,
                        precondition.stageStatus()));
    }

    private List<Problem> size(String where, ClusterSize wanted) {
        Accounts.Found found = Accounts.find(context.run().getParent(), wanted.account());
        return found.account().provider().equals(AwsAccountConfiguration.PROVIDER)
                ? ofAws(where, wanted)
                : ofKubernetes(where, wanted);
    }

    private List<Problem> ofAws(String where, ClusterSize wanted) {
        AwsAccount aws = context.awsAccount(wanted.account(), null);
        List<String> regions =
                wanted.regions().isEmpty() ? aws.regions().stream().limit(1).toList() : wanted.regions();
        if (regions.isEmpty()) {
            throw new ProblemException(
                    Category.INPUT, Problem.of("step.aws-region-none", where + ".regions", aws.name()));
        }
        List<Problem> problems = new ArrayList<>();
        for (String region : regions) {
            List<String> names = new ServerGroups(
                            aws.region(region), context.operation().executor())
                    .ofCluster(wanted.cluster()).stream()
                            .filter(group -> !group.deleting() && (!wanted.onlyEnabled() || group.enabled()))
                            .map(group -> group.name())
                            .toList();
            compare(where, wanted, region, names).ifPresent(problems::add);
        }
        return problems;
    }

    private List<Problem> ofKubernetes(String where, ClusterSize wanted) {
        context.account(wanted.account(), null);
        Cluster cluster = context.operation().clusters().cluster(wanted.account());
        List<String> namespaces = wanted.regions().isEmpty() ? List.of(cluster.defaultNamespace()) : wanted.regions();
        String name = wanted.cluster().substring(wanted.cluster().lastIndexOf(' ') + 1);
        String application =
                wanted.application().isEmpty() ? Moniker.ofName(name).application() : wanted.application();
        List<Problem> problems = new ArrayList<>();
        for (String namespace : namespaces) {
            List<String> names = new WorkloadGroups(cluster, List.of(namespace))
                    .of(application).stream()
                            .filter(group -> isOf(group, wanted.cluster()) && counts(group, wanted))
                            .map(group -> group.ref().name())
                            .toList();
            compare(where, wanted, namespace, names).ifPresent(problems::add);
        }
        return problems;
    }

    /** Spinnaker's clusters of Kubernetes begin with their kind; people leave it out. */
    private static boolean isOf(WorkloadGroup group, String cluster) {
        return group.cluster().equals(cluster) || group.cluster().endsWith(" " + cluster);
    }

    /** What has no pods gets no requests, whatever its Services say. */
    private static boolean counts(WorkloadGroup group, ClusterSize wanted) {
        return !wanted.onlyEnabled() || group.desired() > 0 && group.traffic() != WorkloadGroup.Traffic.DISABLED;
    }

    private static Optional<Problem> compare(String where, ClusterSize wanted, String place, List<String> names) {
        return wanted.comparison().holds(names.size(), wanted.expected())
                ? Optional.empty()
                : Optional.of(Problem.of(
                        "pipeline.precondition-size",
                        where,
                        wanted.cluster(),
                        names.size(),
                        place,
                        wanted.comparison().sign(),
                        wanted.expected(),
                        names.isEmpty() ? "-" : String.join(", ", names)));
    }
}
