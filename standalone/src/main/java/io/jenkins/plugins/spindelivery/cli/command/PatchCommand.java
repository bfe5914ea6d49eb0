package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.input.PatchFile;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.Change;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.PatchStrategy;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.PatchText;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spin patch}. */
@Command(name = "patch", description = "Change single fields of live objects, and wait until they are stable.")
public final class PatchCommand extends WaitingChangeCommand {
    @Option(
            names = {"-p", "--patch"},
            paramLabel = "YAML|JSON",
            order = 20,
            description = "The patch itself.")
    private String patch;

    @Option(names = "--patch-file", paramLabel = "FILE", order = 21, description = "A file with the patch.")
    private Path file;

    @Option(
            names = "--type",
            paramLabel = "strategic|merge|json",
            completionCandidates = Choices.Patch.class,
            defaultValue = "strategic",
            order = 22,
            description = "How the patch is read: strategic (default) merges lists by the keys of their items, merge"
                    + " replaces lists, json is a list of operations.")
    private PatchStrategy type;

    @Mixin
    private ArtifactFlags artifacts;

    @Override
    Change change() {
        if ((patch == null) == (file == null)) {
            throw new ProblemException(
                    Category.INPUT, Problem.of(patch == null ? "cli.patch-nothing" : "cli.patch-both", ""));
        }
        return new Change.Patch(
                type,
                file == null ? PatchText.read("--patch", patch) : PatchFile.read(file),
                artifacts.required(),
                artifacts.optional());
    }
}
