package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.engine.aws.destroy.AwsDestroy;
import io.jenkins.plugins.spindelivery.engine.aws.destroy.DestroyKind;
import io.jenkins.plugins.spindelivery.engine.aws.destroy.DestroyRequest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spin aws destroy}. */
@Command(
        name = "destroy",
        description = "Destroy server groups, load balancers, target groups, security groups and images by their tags.")
public final class AwsDestroyCommand extends AwsCommand {
    @Option(
            names = "--tag",
            required = true,
            paramLabel = "KEY=VALUE",
            order = 10,
            description =
                    "A tag that it must have; all of them when repeated. application, cluster, stack and detail mean"
                            + " Spin Delivery's own tags, any other key is a tag's as it is.")
    private List<String> tags = new ArrayList<>();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            order = 11,
            description = "serverGroups, loadBalancers, targetGroups, securityGroups or images; all without it. Can be"
                    + " repeated.")
    private List<String> kinds = new ArrayList<>();

    @Option(names = "--dry-run", order = 53, description = "Show what would be destroyed and destroy nothing.")
    private boolean dryRun;

    @Override
    protected Reply execute(Session session) {
        DestroyRequest request = new DestroyRequest(
                aws().account().id(),
                aws().regions(session),
                selector(),
                kinds.stream().map(AwsDestroyCommand::kind).toList(),
                dryRun,
                operation().timeout().toSeconds());
        return begin(session, new AwsDestroy(), context -> AwsDestroy.start(request, context), dryRun);
    }

    private Map<String, String> selector() {
        Map<String, String> selector = new LinkedHashMap<>();
        for (String tag : tags) {
            int equals = tag.indexOf('=');
            if (equals < 1) {
                throw new ProblemException(Category.INPUT, Problem.of("cli.tag-form", "", tag));
            }
            selector.put(tag.substring(0, equals), tag.substring(equals + 1));
        }
        return selector;
    }

    private static DestroyKind kind(String word) {
        return DestroyKind.of(word)
                .orElseThrow(() -> new ProblemException(
                        Category.INPUT,
                        Problem.of("aws.destroy-kind", "", word, String.join(", ", DestroyKind.words()))));
    }
}
