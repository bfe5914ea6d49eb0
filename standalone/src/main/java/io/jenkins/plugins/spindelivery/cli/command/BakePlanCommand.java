package io.jenkins.plugins.spindelivery.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.cli.ExitCode;
import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.input.BakeRequestFile;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.engine.aws.bake.Bake;
import io.jenkins.plugins.spindelivery.engine.aws.bake.BakeRequest;
import io.jenkins.plugins.spindelivery.engine.aws.bake.BakeRequests;
import io.jenkins.plugins.spindelivery.engine.event.PlainText;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spin bake plan}. */
@Command(
        name = "plan",
        description = "Show what a bake would be called: the image's name, its bake key, version and tags, and what the"
                + " installer gets. AWS is not asked.")
public final class BakePlanCommand extends SpinCommand {
    @Option(
            names = "--request",
            paramLabel = "FILE",
            required = true,
            order = 10,
            description =
                    "The bake request as JSON, with the fields of Spinnaker's bakery, region, and now: the time in"
                            + " the name, in milliseconds since 1970; - for standard input.")
    private String file;

    @Override
    public Shape shape() {
        return Shape.OTHER;
    }

    @Override
    protected Reply execute(Session session) {
        BakeRequestFile input = BakeRequestFile.read(file, session.console().in());
        BakeRequests.Read read =
                BakeRequests.read(input.json(), input.name(), "", List.of(), "", BakeRequest.DEFAULT_TIMEOUT_SECONDS);
        read.warnings().forEach(session::warn);
        long now = read.now().orElseGet(() -> session.console().clock().millis());
        ObjectNode plan = new ObjectMapper().valueToTree(Bake.plan(read.request(), now));
        return new Reply(ExitCode.DONE, plan, () -> plan.properties().forEach(field -> {
            boolean text = field.getValue().isValueNode();
            String value = text ? field.getValue().asText() : field.getValue().toString();
            session.console().out().println(PlainText.oneLine(field.getKey() + ": " + value));
        }));
    }
}
