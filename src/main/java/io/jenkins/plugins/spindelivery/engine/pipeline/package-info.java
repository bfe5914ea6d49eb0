/**
 * Spinnaker's pipelines: their definition as it is written, the graph of their stages, and what a run of them comes to.
 *
 * <p>{@link io.jenkins.plugins.spindelivery.engine.pipeline.Definition} reads a pipeline and changes nothing of it: the
 * tree is the truth, everything else is a view of it.
 * {@link io.jenkins.plugins.spindelivery.engine.pipeline.StageGraph} says which stage waits for which,
 * {@link io.jenkins.plugins.spindelivery.engine.pipeline.Endings} when one may start and how the whole ends. The rules
 * are Orca's; {@link io.jenkins.plugins.spindelivery.engine.pipeline.PipelineState} is what a run has to keep to go on
 * after a crash.
 */
package io.jenkins.plugins.spindelivery.engine.pipeline;
