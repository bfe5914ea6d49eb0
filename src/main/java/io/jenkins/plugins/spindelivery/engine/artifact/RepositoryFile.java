package io.jenkins.plugins.spindelivery.engine.artifact;

/**
 * A file in a repository of GitHub or GitLab.
 *
 * @param project {@code owner/repository}; for GitLab also with groups inside groups, or the project's number
 * @param path from the repository's root, without a slash at its beginning
 * @param ref a branch, tag or commit; empty for the tip of the usual branch
 */
record RepositoryFile(String project, String path, String ref) {}
