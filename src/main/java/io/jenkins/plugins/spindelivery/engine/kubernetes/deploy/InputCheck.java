package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.SecretCheck;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestStructure;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.stream.Stream;

/** What the manifests alone show to be wrong, whatever the cluster. */
final class InputCheck {
    private InputCheck() {}

    /**
     * Looks through all manifests.
     *
     * @param manifests with expressions evaluated
     * @return the problems; with their lines as long as the manifests come from the reader and not from a saved state
     */
    static List<Problem> problems(List<Manifest> manifests) {
        return manifests.stream()
                .flatMap(manifest -> Stream.concat(
                        ManifestStructure.problems(manifest.json(), manifest.source(), false).stream(),
                        SecretCheck.problems(manifest).stream()))
                .toList();
    }

    /**
     * Looks through all manifests.
     *
     * @param manifests with expressions evaluated
     * @throws ProblemException with all that is wrong
     */
    static void check(List<Manifest> manifests) {
        List<Problem> problems = problems(manifests);
        if (!problems.isEmpty()) {
            throw new ProblemException(Category.INPUT, problems);
        }
    }
}
