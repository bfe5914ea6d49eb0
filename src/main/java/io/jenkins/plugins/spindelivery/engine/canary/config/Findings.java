package io.jenkins.plugins.spindelivery.engine.canary.config;

import com.fasterxml.jackson.core.JsonPointer;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlDocument;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;

/** What is wrong in a configuration, found together. */
final class Findings {
    /** Enough to mend a file by; a wrong file may hold any number. */
    private static final int MOST = 50;

    private final YamlDocument document;
    private final List<Problem> problems = new ArrayList<>();

    Findings(YamlDocument document) {
        this.document = document;
    }

    void add(String code, JsonPointer place, Object... arguments) {
        if (problems.size() < MOST) {
            problems.add(Problem.of(code, document.sourceName() + ":" + document.lineOf(place), arguments));
        }
    }

    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new ProblemException(Category.INPUT, problems);
        }
    }
}
