/**
 * What forms show of a pipeline beside what its stages do: the fields that every stage has, and those of the pipeline. Each
 * is read from the JSON, and only what a person changed is written back, so that a form loses nothing it does not know.
 */
package io.jenkins.plugins.spindelivery.engine.pipeline.form;
