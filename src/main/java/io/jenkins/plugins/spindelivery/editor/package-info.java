/**
 * Delivery pipelines in a form: the definition's text is the truth, and a form shows it and writes into it what a person
 * changed.
 *
 * <p>{@link io.jenkins.plugins.spindelivery.editor.PipelineForm} is the whole,
 * {@link io.jenkins.plugins.spindelivery.editor.StageForm} one stage of it, whose form is that of the step that does it.
 */
package io.jenkins.plugins.spindelivery.editor;
