/**
 * Graphs of stages in the forms that others need: as sequences and branches for Jenkins' Pipeline engine, as its
 * script, and as boxes and lines for a page.
 *
 * <p>{@link io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shapes} finds out whether nesting can express a graph
 * exactly. {@link io.jenkins.plugins.spindelivery.engine.pipeline.shape.PipelineScript} writes the script,
 * {@link io.jenkins.plugins.spindelivery.engine.pipeline.shape.GraphLayout} places the boxes. All three give the same
 * answer for the same graph every time.
 */
package io.jenkins.plugins.spindelivery.engine.pipeline.shape;
