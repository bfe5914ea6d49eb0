package io.jenkins.plugins.spindelivery.builder;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.AbstractProject;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.spindelivery.delivery.Words;

/** The menu entry of a build step; the form is the step's own. */
public abstract class StageBuilderDescriptor extends BuildStepDescriptor<Builder> {
    private final String name;

    /**
     * An entry.
     *
     * @param name the code of its name, which is the step's
     */
    protected StageBuilderDescriptor(String name) {
        this.name = name;
    }

    @Override
    @NonNull
    public String getDisplayName() {
        return Words.of(name);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public boolean isApplicable(Class<? extends AbstractProject> jobType) {
        return true;
    }
}
