package io.jenkins.plugins.spindelivery.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.cli.ExitCode;
import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.Version;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import picocli.CommandLine.Command;

/** {@code spin version}. */
@Command(name = "version", description = "Show which version of spin this is, and on which Java it runs.")
public final class VersionCommand extends SpinCommand {

    @Override
    public Shape shape() {
        return Shape.OTHER;
    }

    @Override
    protected Reply execute(Session session) {
        Version version = Version.current();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", "spin");
        json.put("version", version.number());
        json.put("commit", version.commit());
        json.put("java", version.java());
        return new Reply(ExitCode.DONE, json, () -> session.console().out().println(version.text()));
    }
}
