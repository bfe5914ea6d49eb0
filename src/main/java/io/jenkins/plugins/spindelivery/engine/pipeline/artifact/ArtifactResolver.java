package io.jenkins.plugins.spindelivery.engine.pipeline.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Finds what is expected: among the artifacts at hand, then among those of the newest earlier run where that is
 * allowed, then the default, as Orca does. Serves one request.
 */
public final class ArtifactResolver {
    private final List<ObjectNode> current;
    private final Supplier<List<ObjectNode>> earlier;
    private final boolean unique;
    private List<ObjectNode> prior;

    /**
     * A resolver.
     *
     * @param current the artifacts at hand, the nearest first
     * @param earlier those of the newest earlier run, the nearest first; asked at most once, and only when needed
     * @param unique whether several that match are an error, as at a run's start; else the first counts, as in stages
     */
    public ArtifactResolver(List<ObjectNode> current, Supplier<List<ObjectNode>> earlier, boolean unique) {
        // Equal ones are one, and match once.
        this.current = List.copyOf(new LinkedHashSet<>(current));
        this.earlier = earlier;
        this.unique = unique;
    }

    /**
     * What was found.
     *
     * @param artifacts each once, in the order of what was expected
     * @param resolvedExpectedArtifacts what was expected, each with its {@code boundArtifact}
     */
    public record Resolution(List<ObjectNode> artifacts, List<ObjectNode> resolvedExpectedArtifacts) {
        public Resolution {
            artifacts = List.copyOf(artifacts);
            resolvedExpectedArtifacts = List.copyOf(resolvedExpectedArtifacts);
        }
    }

    /**
     * Resolves at a run's start: those that the trigger asks for ({@code expectedArtifactIds}), and those that fall
     * back to a default or an earlier run.
     *
     * @param pipeline with {@code expectedArtifacts}, whose expressions are evaluated already
     * @param trigger with {@code artifacts} and {@code expectedArtifactIds}; either may be missing
     * @param received further artifacts, such as those of the pipeline that started this one
     * @param earlier see {@link #ArtifactResolver}
     * @return what was found; its artifacts are all that came, then what was found beside them
     * @throws ProblemException as {@link #resolve}
     */
    public static Resolution atStart(
            ObjectNode pipeline, ObjectNode trigger, List<ObjectNode> received, Supplier<List<ObjectNode>> earlier) {
        Set<String> asked = new LinkedHashSet<>();
        trigger.path("expectedArtifactIds").forEach(id -> asked.add(id.asText("")));
        Set<ObjectNode> all = new LinkedHashSet<>(received);
        for (JsonNode artifact : trigger.path("artifacts")) {
            if (artifact instanceof ObjectNode map) {
                all.add(map.deepCopy());
            }
        }
        List<ExpectedArtifact> expected = ExpectedArtifact.listOf(pipeline.path("expectedArtifacts"), "").stream()
                .filter(one -> asked.contains(one.id()) || one.usesDefault() || one.usesPrior())
                .toList();
        Resolution found = new ArtifactResolver(List.copyOf(all), earlier, true).resolve(expected);
        all.addAll(found.artifacts());
        return new Resolution(List.copyOf(all), found.resolvedExpectedArtifacts());
    }

    /**
     * Finds each of the expected artifacts.
     *
     * @param expected what is expected
     * @return what was found
     * @throws ProblemException naming each one for which there is nothing, or too much, or whose pattern can't be used
     */
    public Resolution resolve(List<ExpectedArtifact> expected) {
        Set<ObjectNode> artifacts = new LinkedHashSet<>();
        List<ObjectNode> resolved = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (ExpectedArtifact one : expected) {
            try {
                ObjectNode artifact = find(one).orElseThrow(() -> nothing(one));
                artifacts.add(artifact);
                resolved.add(one.bound(artifact));
            } catch (ProblemException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(Category.INPUT, problems);
        }
        return new Resolution(List.copyOf(artifacts), resolved);
    }

    private Optional<ObjectNode> find(ExpectedArtifact expected) {
        Optional<ObjectNode> found = match(expected, current);
        if (found.isEmpty() && expected.usesPrior()) {
            found = match(expected, prior());
        }
        return found.isEmpty() && expected.usesDefault() ? expected.defaultArtifact() : found;
    }

    private List<ObjectNode> prior() {
        if (prior == null) {
            prior = List.copyOf(new LinkedHashSet<>(earlier.get()));
        }
        return prior;
    }

    private Optional<ObjectNode> match(ExpectedArtifact expected, List<ObjectNode> artifacts) {
        FullMatch match = new FullMatch();
        List<ObjectNode> matching = artifacts.stream()
                .filter(artifact -> expected.matches(artifact, match))
                .limit(unique ? 2 : 1)
                .toList();
        if (matching.size() > 1) {
            throw input(Problem.of("pipeline.artifact-ambiguous", "", expected.title(), expected.display()));
        }
        return matching.stream().findFirst();
    }

    private ProblemException nothing(ExpectedArtifact expected) {
        String code = expected.usesDefault() ? "pipeline.artifact-no-default" : "pipeline.artifact-unmatched";
        return input(Problem.of(code, "", expected.title(), expected.display(), current.size()));
    }

    private static ProblemException input(Problem problem) {
        return new ProblemException(Category.INPUT, problem);
    }
}
