package io.jenkins.plugins.spindelivery.delivery;

import hudson.EnvVars;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.ACL;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/** What is left of a build whose stage has to be taken back after a restart: its entry in the index, and maybe itself. */
final class LostBuild implements ContextSource {
    private final OpenStages.Entry entry;
    private final Run<?, ?> run;

    /**
     * A build by its entry.
     *
     * @param entry of the stage
     * @param run the build; {@code null} when it is gone
     */
    LostBuild(OpenStages.Entry entry, Run<?, ?> run) {
        this.entry = entry;
        this.run = run;
    }

    @Override
    public Owner owner() {
        return entry.owner();
    }

    @Override
    public Run<?, ?> run() {
        return run;
    }

    @Override
    public Item item() {
        return Jenkins.get().getItemByFullName(entry.job());
    }

    @Override
    public OpenStages.Entry entry(StageKey key, StageFolder folder) {
        return entry;
    }

    @Override
    public String nodeId() {
        return "";
    }

    @Override
    public TaskListener listener() {
        return TaskListener.NULL;
    }

    @Override
    public EnvVars environment() {
        return new EnvVars();
    }

    @Override
    public StageContext.WorkspaceSource workspace() {
        return Optional::empty;
    }

    @Override
    public Authentication authentication() {
        return ACL.SYSTEM2;
    }
}
