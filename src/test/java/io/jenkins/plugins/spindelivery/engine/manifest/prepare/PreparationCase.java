package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.spindelivery.engine.manifest.Trees;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.List;
import java.util.Locale;

/** What the tests of preparation have in common. */
abstract class PreparationCase {
    final PreparationOptions.Builder options = PreparationOptions.builder().namespace("devops");
    FakeLive live = new FakeLive();

    Prepared prepare(String yaml) {
        return ManifestPreparation.prepare(Trees.manifests(yaml), options.build(), live);
    }

    PreparedManifest prepareOne(String yaml) {
        Prepared prepared = prepare(yaml);
        assertEquals(1, prepared.manifests().size());
        return prepared.manifests().get(0);
    }

    /** The problems of a request that is refused. */
    List<Problem> problems(String yaml) {
        ProblemException refused = assertThrows(ProblemException.class, () -> prepare(yaml));
        assertEquals(ProblemException.Category.INPUT, refused.category());
        return refused.problems();
    }

    /** The one problem of a request that is refused. */
    Problem problem(String yaml) {
        List<Problem> problems = problems(yaml);
        assertEquals(problems.toString(), 1, problems.size());
        return problems.get(0);
    }

    static String english(Problem problem) {
        return problem.message(Locale.ENGLISH);
    }

    static List<String> codes(List<Problem> problems) {
        return problems.stream().map(Problem::code).toList();
    }

    static String text(PreparedManifest prepared, String pointer) {
        return prepared.manifest().json().at(pointer).asText(null);
    }
}
