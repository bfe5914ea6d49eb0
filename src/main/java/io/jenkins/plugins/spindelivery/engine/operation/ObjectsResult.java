package io.jenkins.plugins.spindelivery.engine.operation;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;

/** What came of an operation on objects, as far as all of them tell it. */
public interface ObjectsResult {

    /** How it ended. */
    Status status();

    /** Why it did not succeed; {@code null} when it did, or was cancelled. */
    Category category();

    /** What became of each object. */
    List<ObjectOutcome> objects();

    /** In the order in which they arose. */
    List<Problem> warnings();

    /** Why it did not succeed. */
    List<Problem> errors();

    /** From the first move to the last, in milliseconds. */
    long durationMillis();
}
