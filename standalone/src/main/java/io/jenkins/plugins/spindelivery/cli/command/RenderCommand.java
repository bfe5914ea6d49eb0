package io.jenkins.plugins.spindelivery.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.cli.ExitCode;
import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.LiveView;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.ManifestPreparation;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.Prepared;
import io.jenkins.plugins.spindelivery.engine.manifest.write.YamlWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code spin render}. */
@Command(
        name = "render",
        description = "Print manifests as they would be applied, after expressions, annotations and binding. No cluster"
                + " is asked: it is as if nothing were live yet.")
public final class RenderCommand extends SpinCommand {
    @Mixin
    private InputFlags input;

    @Mixin
    private PreparationFlags preparation;

    @Override
    public Shape shape() {
        return Shape.RENDER;
    }

    @Override
    protected Reply execute(Session session) {
        List<Manifest> manifests = input.read(session);
        Prepared prepared = ManifestPreparation.prepare(manifests, preparation.options(""), LiveView.NONE);
        prepared.warnings().forEach(session::warn);
        List<ObjectNode> documents = prepared.manifests().stream()
                .map(each -> each.manifest().json())
                .toList();
        ObjectNode json = Shape.RENDER.of("", session.warnings(), List.of(), 0);
        ((ArrayNode) json.get("documents")).addAll(documents);
        return new Reply(ExitCode.DONE, json, () -> session.console().out().print(YamlWriter.writeAll(documents)));
    }
}
