package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.input.ArtifactArguments;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Artifacts that manifests may mention. */
final class ArtifactFlags {
    @Option(
            names = "--artifact",
            paramLabel = "FILE|KEY=VALUE,...",
            order = 30,
            description = "Artifacts that take the place of their mentions in manifests: a JSON file with an earlier"
                    + " result (-o json), a list of artifacts or one artifact; or"
                    + " type=...,name=...,reference=...[,version=...][,location=...] right here. Can be repeated.")
    private List<String> optional = new ArrayList<>();

    @Option(
            names = "--require-artifact",
            paramLabel = "FILE|KEY=VALUE,...",
            order = 31,
            description = "The same, and an artifact that no manifest mentions is an error. Can be repeated.")
    private List<String> required = new ArrayList<>();

    /**
     * What {@code --artifact} gives.
     *
     * @return in the order of the flags
     */
    List<Artifact> optional() {
        return ArtifactArguments.read(optional);
    }

    /**
     * What {@code --require-artifact} gives.
     *
     * @return in the order of the flags
     */
    List<Artifact> required() {
        return ArtifactArguments.read(required);
    }
}
