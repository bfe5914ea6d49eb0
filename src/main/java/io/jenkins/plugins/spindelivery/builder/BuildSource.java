package io.jenkins.plugins.spindelivery.builder;

import hudson.EnvVars;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.spindelivery.delivery.ContextSource;
import io.jenkins.plugins.spindelivery.delivery.StageContext.WorkspaceSource;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/** A freestyle build as the place of a stage. */
final class BuildSource implements ContextSource {
    private final AbstractBuild<?, ?> build;
    private final BuildListener listener;
    private final Authentication authentication;

    /**
     * A build, seen by its executor's thread.
     *
     * @param build the build
     * @param listener its log
     */
    BuildSource(AbstractBuild<?, ?> build, BuildListener listener) {
        this.build = build;
        this.listener = listener;
        // A build step runs as whom the build runs; the pool's threads do not.
        this.authentication = Jenkins.getAuthentication2();
    }

    @Override
    public Owner owner() {
        return Owner.BUILD;
    }

    @Override
    public Run<?, ?> run() {
        return build;
    }

    @Override
    public String nodeId() {
        return "";
    }

    @Override
    public TaskListener listener() {
        return listener;
    }

    @Override
    public EnvVars environment() throws IOException, InterruptedException {
        EnvVars environment = build.getEnvironment(listener);
        // What credentials bindings and the like give to build steps.
        environment.overrideAll(build.getBuildVariables());
        return environment;
    }

    @Override
    public Set<String> sensitiveVariables() {
        return build.getSensitiveBuildVariables();
    }

    @Override
    public WorkspaceSource workspace() {
        return () -> Optional.ofNullable(build.getWorkspace());
    }

    @Override
    public Authentication authentication() {
        return authentication;
    }
}
