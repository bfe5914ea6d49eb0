/**
 * A pipeline's artifacts as Spinnaker knows them: which ones it expects, how they are matched with what a trigger or a
 * stage brought, and what their addresses are here. Artifacts stay Spinnaker's JSON, so that unknown fields live on.
 */
package io.jenkins.plugins.spindelivery.engine.pipeline.artifact;
