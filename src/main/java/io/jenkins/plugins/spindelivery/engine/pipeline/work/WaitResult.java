package io.jenkins.plugins.spindelivery.engine.pipeline.work;

import io.jenkins.plugins.spindelivery.engine.operation.Status;

/**
 * How a {@link Wait} ended.
 *
 * @param status succeeded, or cancelled
 * @param skippedBy who skipped the rest of it; empty when nobody did
 */
public record WaitResult(Status status, String skippedBy) {}
