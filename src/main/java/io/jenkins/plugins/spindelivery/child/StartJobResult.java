package io.jenkins.plugins.spindelivery.child;

import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Map;

/**
 * How a {@link StartJob} ended.
 *
 * @param status how
 * @param value what the step returns
 * @param errors why it did not succeed
 */
public record StartJobResult(Status status, Map<String, Object> value, List<Problem> errors) {}
