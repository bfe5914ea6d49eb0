package io.jenkins.plugins.spindelivery.engine.manifest.read;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;

/**
 * A problem before the name of its file is known.
 *
 * @param code the code of its text
 * @param line the line in the whole text, counted from 1
 * @param arguments for the text; never values out of the document, which may be secret
 */
record Fault(String code, int line, Object... arguments) {

    Problem in(String sourceName) {
        return Problem.of(code, sourceName + ":" + line, arguments);
    }
}
