package io.jenkins.plugins.spindelivery.engine.kubernetes.migrate;

import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.Optional;

/**
 * A manifest in an API version that the cluster serves.
 *
 * @param manifest the very manifest that was given, when nothing had to be changed
 * @param warning what was changed, if anything was
 */
public record Migration(Manifest manifest, Optional<Problem> warning) {}
