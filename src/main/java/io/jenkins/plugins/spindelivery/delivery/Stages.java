package io.jenkins.plugins.spindelivery.delivery;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;

/** The driver of all stages of this Jenkins. */
@Extension
public final class Stages {

    /**
     * The driver of this Jenkins.
     *
     * @return the only instance
     */
    public static Stages get() {
        return ExtensionList.lookupSingleton(Stages.class);
    }

    /**
     * Begins a stage, or goes on with what an earlier process left under the same key. Returns at once; the work is done
     * by the pool.
     *
     * @param key names the stage within its build
     * @param stage what to do
     * @param source finds its build
     * @param listener is told of the end
     */
    public void begin(StageKey key, Stage stage, ContextSource source, StageListener listener) {
        throw new UnsupportedOperationException();
    }

    /**
     * Asks a stage to stop. It takes back what must not stay, and then ends as cancelled; a stage that has ended is left
     * alone. Returns at once.
     *
     * @param run its build
     * @param key names the stage within the build
     */
    public void cancel(Run<?, ?> run, StageKey key) {
        throw new UnsupportedOperationException();
    }
}
