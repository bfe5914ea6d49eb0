package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.input.ManifestInput;
import io.jenkins.plugins.spindelivery.cli.input.Parameters;
import io.jenkins.plugins.spindelivery.cli.run.Downloads;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which manifests, and what stands for their expressions. */
final class InputFlags {
    @Option(
            names = {"-f", "--filename"},
            required = true,
            paramLabel = "FILE|DIR|URL|-",
            order = 10,
            description =
                    "Manifests: a file, a folder (its *.yaml, *.yml and *.json, by name), a URL (also s3://, github://"
                            + " and gitlab://), or - for standard input. Can be repeated.")
    private List<String> sources = new ArrayList<>();

    @Option(
            names = {"-R", "--recursive"},
            order = 11,
            description = "Read the folders inside folders as well.")
    private boolean recursive;

    @Mixin
    private FetchFlags fetching;

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            order = 20,
            description = "A parameter, as text; $${ parameters.NAME } in manifests stands for it. Can be repeated.")
    private List<String> parameters = new ArrayList<>();

    @Option(
            names = "--param-file",
            paramLabel = "FILE",
            order = 21,
            description =
                    "Parameters as a YAML or JSON map; numbers and booleans keep their type. Can be repeated: later"
                            + " files win over earlier ones, and --param wins over files.")
    private List<Path> parameterFiles = new ArrayList<>();

    @Option(
            names = "--no-expressions",
            order = 22,
            description = "Leave expressions in manifests as they are (Spinnaker's skipExpressionEvaluation).")
    private boolean noExpressions;

    /**
     * Reads the manifests and evaluates their expressions.
     *
     * @param session for standard input and warnings
     * @return the manifests in the order of the flags
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException with all problems found
     */
    List<Manifest> read(Session session) {
        Parameters given = Parameters.of(parameterFiles, parameters);
        try (Downloads downloads = fetching.open(session)) {
            ManifestInput input = new ManifestInput(
                    session.console().in(),
                    recursive,
                    downloads::reference,
                    downloads::url,
                    session.console().clock());
            return noExpressions ? input.read(sources) : input.evaluated(sources, given, session::warn);
        }
    }
}
