/**
 * What each of Spinnaker's stage types comes to here: calls of our steps, with their arguments. One mapping serves whoever
 * runs a pipeline, whoever writes a Jenkinsfile of it, and whoever shows it in a form, so that these can't drift.
 *
 * <p>{@link io.jenkins.plugins.spindelivery.engine.pipeline.stage.StageType} is one of them,
 * {@link io.jenkins.plugins.spindelivery.engine.pipeline.stage.StepCall} what comes of it.
 */
package io.jenkins.plugins.spindelivery.engine.pipeline.stage;
