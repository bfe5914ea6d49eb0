package io.jenkins.plugins.spindelivery.step;

import hudson.FilePath;
import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactFetcher;
import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.artifact.TryLater;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.problem.Faults;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings the manifests that a step names. */
final class ManifestSources {
    private ManifestSources() {}

    /**
     * Reads or fetches manifests, and evaluates their expressions.
     *
     * @param step says where they come from
     * @param input with the step's parameters
     * @return at least one, in order
     * @throws ProblemException with what is wrong
     * @throws IOException when the agent can't be asked
     * @throws InterruptedException when the build is being stopped
     */
    static List<Manifest> manifests(ManifestStep step, StepInput input) throws IOException, InterruptedException {
        List<Manifest> manifests = input.manifests(
                contents(step, input), step.isSkipExpressions() || step.getManifest() != null && input.isEvaluated());
        if (manifests.isEmpty()) {
            throw wrong(Problem.of("step.no-manifests", ""));
        }
        return manifests;
    }

    /**
     * How many sources a step names; it has to be one.
     *
     * @param step the step
     * @return 0 to 3
     */
    static int count(ManifestStep step) {
        return (step.getManifest() == null ? 0 : 1)
                + (step.getManifestFile() == null ? 0 : 1)
                + (step.getArtifact() == null ? 0 : 1);
    }

    private static List<Fetched> contents(ManifestStep step, StepInput input) throws IOException, InterruptedException {
        if (count(step) != 1) {
            throw wrong(Problem.of(count(step) == 0 ? "step.source-none" : "step.source-several", ""));
        }
        if (step.getManifest() != null) {
            return InlineManifests.contents(step.getManifest());
        }
        if (step.getArtifact() != null) {
            return fetched(
                    input.texts("artifact", step.urls()),
                    input.text("artifactAccount", step.getArtifactAccount()),
                    input);
        }
        List<String> patterns = input.texts("manifestFile", step.files());
        input.check();
        Optional<FilePath> workspace = input.context().workspace().find();
        if (workspace.isEmpty()) {
            throw wrong(Problem.of("step.file-no-node", "", String.join(", ", patterns)));
        }
        return WorkspaceFiles.read(workspace.get(), patterns, ReadLimits.DEFAULT.maxBytes());
    }

    private static List<Fetched> fetched(List<String> references, String account, StepInput input)
            throws InterruptedException {
        input.check();
        ArtifactFetcher fetcher = new StepArtifacts(input.context(), account, input.urls());
        List<Fetched> contents = new ArrayList<>();
        Faults faults = new Faults();
        for (String reference : references) {
            Optional<TryLater> busy = fetch(fetcher, reference, contents, faults);
            if (busy.isPresent()) {
                // The stage begins again; what is wrong with others is found then.
                throw busy.get();
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        faults.throwIfAny();
        return contents;
    }

    private static Optional<TryLater> fetch(
            ArtifactFetcher fetcher, String reference, List<Fetched> contents, Faults faults) {
        try {
            contents.add(fetcher.fetch(reference));
        } catch (TryLater e) {
            return Optional.of(e);
        } catch (ProblemException e) {
            faults.collect(() -> {
                throw e;
            });
        }
        return Optional.empty();
    }

    private static ProblemException wrong(Problem problem) {
        return new ProblemException(Category.INPUT, problem);
    }
}
