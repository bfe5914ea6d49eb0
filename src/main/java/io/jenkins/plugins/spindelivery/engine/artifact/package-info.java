/**
 * Where a manifest or package comes from, and the artifacts that deploys produce and consume.
 *
 * <p>Each kind of source is one {@link io.jenkins.plugins.spindelivery.engine.artifact.ArtifactFetcher}: the content
 * itself, a file, an HTTP URL, an object in S3, a file in a repository of GitHub or GitLab. Sources have limits and say in their problems what can't be had and why; what may be
 * secret in a URL is never shown. An {@link io.jenkins.plugins.spindelivery.engine.artifact.Artifact} is Spinnaker's
 * word for what a manifest refers to.
 */
package io.jenkins.plugins.spindelivery.engine.artifact;
