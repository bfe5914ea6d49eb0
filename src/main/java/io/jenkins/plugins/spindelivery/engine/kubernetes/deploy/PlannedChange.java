package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;

/**
 * What a deploy would do to one object.
 *
 * @param ref the object
 * @param action what would be done
 * @param diff what would change, as YAML in the unified format without file names; empty when nothing would. Values of
 *     Secrets are never in it
 * @param message what a diff can't say; may be empty
 */
public record PlannedChange(ObjectRef ref, Action action, String diff, String message) {}
