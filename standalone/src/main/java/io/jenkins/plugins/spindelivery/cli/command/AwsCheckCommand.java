package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.ExitCode;
import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.output.AwsCheckReport;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.cli.run.AwsConnections;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsIdentity;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code spin aws check}. */
@Command(
        name = "check",
        description = "Show whom AWS takes the credential for, and whether the regions can be used. Changes nothing.",
        footer = {"", "Exit codes: 0 all can be used, 2 no such region or profile, 3 no access."})
public final class AwsCheckCommand extends SpinCommand {
    @Mixin
    private AwsFlags aws;

    @Override
    public Shape shape() {
        return Shape.AWS_CHECK;
    }

    @Override
    protected Reply execute(Session session) {
        List<String> regions = aws.regions(session).stream().distinct().toList();
        try (AwsConnections accounts = new AwsConnections(session.console())) {
            AwsAccount account = accounts.account(aws.account().id());
            AwsIdentity identity = AwsIdentity.in(account, regions.get(0));
            return reply(session, account, identity, regions);
        }
    }

    /** One region that can't be used hides nothing about the others. */
    private static Reply reply(Session session, AwsAccount account, AwsIdentity identity, List<String> regions) {
        Map<String, List<String>> zones = new LinkedHashMap<>();
        List<Problem> errors = new ArrayList<>();
        int exitCode = ExitCode.DONE;
        for (String region : regions) {
            try {
                zones.put(region, AwsIdentity.zones(account, region));
            } catch (ProblemException e) {
                errors.addAll(e.problems());
                exitCode = Math.max(exitCode, ExitCode.refused(e.category()));
            }
        }
        AwsCheckReport report = new AwsCheckReport(identity, zones, session.warnings(), errors);
        return new Reply(exitCode, report.json(), () -> report.print(session.console(), session.diagnostics()));
    }
}
