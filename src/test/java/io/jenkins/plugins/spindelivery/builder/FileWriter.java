package io.jenkins.plugins.spindelivery.builder;

import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import java.io.IOException;
import org.jvnet.hudson.test.TestBuilder;

/** Writes a file into the workspace, as a checkout would. */
final class FileWriter extends TestBuilder {
    private final String path;
    private final String text;

    FileWriter(String path, String text) {
        this.path = path;
        this.text = text;
    }

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException, IOException {
        build.getWorkspace().child(path).write(text, "UTF-8");
        return true;
    }
}
